/* The map beside the search: a drawn box, or a municipality that is clicked, restricts the search to that place. */
this.ckan.module("suedwestfalen-search-map", function ($) {
  "use strict";

  return {
    options: { boundaries: "", bounds: null, attribution: "", drawTitle: "" },

    initialize: function () {
      $.proxyAll(this, /_on/);
      this.input = this.$("input[name=ext_bbox]");
      this.map = ckan.suedwestfalenMap(this.$(".swf-leaflet").removeAttr("hidden")[0], {
        boundaries: this.options.boundaries, bounds: this.options.bounds, attribution: this.options.attribution,
        onArea: this._onArea,
      });
      ckan.suedwestfalenRectangleTool(this.map, this.options.drawTitle);
      this.map.on("draw:drawstart", function () { this.drawing = true; }.bind(this));
      this.map.on("draw:drawstop", function () {
        window.setTimeout(function () { this.drawing = false; }.bind(this), 100);
      }.bind(this));
      this.map.on("draw:created", this._onDrawn);
      this._showBox(ckan.suedwestfalenBox(this.input.val()));
      this.input.on("change", function () { this._showBox(ckan.suedwestfalenBox(this.input.val())); }.bind(this));
    },

    _showBox: function (box) {
      if (this.shown) {
        this.map.removeLayer(this.shown);
        this.shown = null;
      }
      if (box) {
        this.shown = L.rectangle([[box[1], box[0]], [box[3], box[2]]],
          $.extend({ interactive: false }, ckan.suedwestfalenStyle)).addTo(this.map);
        this.map.fitBounds(this.shown.getBounds(), { padding: [20, 20], animate: false });
      }
    },

    _onArea: function (properties, bounds) {
      if (!this.drawing) {
        this._search(bounds);
      }
    },

    _onDrawn: function (event) {
      this._search(event.layer.getBounds());
    },

    _search: function (bounds) {
      var numbers = [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()];
      this.input.val(numbers.map(function (number) { return number.toFixed(5); }).join(","));
      this.$("form")[0].submit();
    },
  };
});
