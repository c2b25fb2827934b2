/* The field for a dataset's extent: a text field with GeoJSON, which a map fills when scripts run. */
this.ckan.module("suedwestfalen-extent", function ($) {
  "use strict";

  return {
    options: { boundaries: "", bounds: null, boxes: null, attribution: "", drawTitle: "", unreadable: "" },

    initialize: function () {
      $.proxyAll(this, /_on/);
      this.field = this.$("textarea");
      this.boxes = this.options.boxes || {};
      this.$(".swf-extent-map").removeAttr("hidden");
      this.$(".swf-extent-tools").removeAttr("hidden");
      this.$("details").removeAttr("open");
      this.map = ckan.suedwestfalenMap(this.$(".swf-leaflet")[0], {
        boundaries: this.options.boundaries, bounds: this.options.bounds, attribution: this.options.attribution,
      });
      ckan.suedwestfalenRectangleTool(this.map, this.options.drawTitle);
      this.map.on("draw:created", this._onDrawn);
      this.field.on("change", this._onTyped);
      this.$("[data-extent-place]").on("change", this._onPlace);
      this.$("[data-extent-clear]").on("click", this._onClear);
      this._onTyped();
    },

    _onDrawn: function (event) {
      this._write(event.layer.getBounds());
    },

    _onPlace: function (event) {
      var box = this.boxes[event.target.value];
      if (box) {
        this._write(L.latLngBounds([box[1], box[0]], [box[3], box[2]]));
      }
    },

    _onClear: function () {
      this.field.val("");
      this.$("[data-extent-place]").val("");
      this._show(null);
      this.map.fitBounds(this.options.bounds);
    },

    _onTyped: function () {
      var text = $.trim(this.field.val());
      var geometry = null;
      try {
        geometry = text ? JSON.parse(text) : null;
        this._show(geometry);
        this.$(".swf-extent-note").text("");
      } catch (error) {
        this._show(null);
        this.$(".swf-extent-note").text(this.options.unreadable);
      }
    },

    _write: function (bounds) {
      var digits = function (number) { return Number(number.toFixed(6)); };
      var west = digits(bounds.getWest()), south = digits(bounds.getSouth());
      var east = digits(bounds.getEast()), north = digits(bounds.getNorth());
      var geometry = {
        type: "Polygon",
        coordinates: [[[west, south], [east, south], [east, north], [west, north], [west, south]]],
      };
      this.field.val(JSON.stringify(geometry));
      this._show(geometry);
      this.$(".swf-extent-note").text("");
    },

    _show: function (geometry) {
      if (this.shown) {
        this.map.removeLayer(this.shown);
        this.shown = null;
      }
      if (geometry) {
        this.shown = L.geoJSON(geometry, {
          style: ckan.suedwestfalenStyle,
          interactive: false,
          pointToLayer: function (feature, position) {
            return L.circleMarker(position, $.extend({ radius: 8 }, ckan.suedwestfalenStyle));
          },
        }).addTo(this.map);
        var bounds = this.shown.getBounds();
        if (bounds.isValid()) {
          this.map.fitBounds(bounds, { padding: [40, 40], maxZoom: 12, animate: false });
        }
      }
    },
  };
});
