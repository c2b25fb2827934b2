/* Addresses made of German titles: ä becomes ae, as everywhere else in the portal, not a. */
(function ($) {
  "use strict";

  $.extend($.url.map, { e4: "ae", f6: "oe", fc: "ue", df: "ss", c4: "ae", d6: "oe", dc: "ue", "1e9e": "ss" });
})(this.jQuery);
