/* The map that the other modules draw on: boundaries from this server, no tiles, no other host. */
(function (ckan) {
  "use strict";

  /* Gives a Leaflet map of the region in `element`.
     options: boundaries (address of the GeoJSON), bounds ([[south, west], [north, east]]), attribution (text),
     onArea (called with the properties and bounds of a clicked municipality; optional) */
  ckan.suedwestfalenMap = function (element, options) {
    var map = new L.Map(element, {
      attributionControl: false, minZoom: 5, maxZoom: 15, zoomSnap: 0.25, scrollWheelZoom: false,
    });
    var credit = L.control.attribution({ prefix: false }).addTo(map);
    credit.addAttribution(document.createTextNode(options.attribution || "").textContent.replace(/[<>&"]/g, ""));
    map.fitBounds(options.bounds, { animate: false });
    map.on("click", function () { map.scrollWheelZoom.enable(); });
    fetch(options.boundaries, { credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(new Error(answer.status)); })
      .then(function (collection) { drawBoundaries(map, collection, options); })
      .catch(function (error) { console.error("boundaries: " + error); });
    return map;
  };

  function drawBoundaries(map, collection, options) {
    var layer = L.geoJSON(collection, {
      style: { color: "#7d979f", weight: 1, fillColor: "#d8e6ea", fillOpacity: 0.7 },
      onEachFeature: function (feature, area) {
        var name = document.createElement("span");
        name.textContent = feature.properties.name;
        area.bindTooltip(name, { sticky: true });
        if (options.onArea) {
          area.on("click", function () { options.onArea(feature.properties, area.getBounds()); });
        }
      },
    }).addTo(map);
    layer.bringToBack();
  }

  ckan.suedwestfalenStyle = { color: "#c4501b", weight: 3, fillColor: "#c4501b", fillOpacity: 0.2 };

  /* Gives [west, south, east, north] of a text, or null. */
  ckan.suedwestfalenBox = function (text) {
    var numbers = String(text || "").split(",").map(Number);
    return numbers.length === 4 && numbers.every(isFinite) ? numbers : null;
  };

  ckan.suedwestfalenRectangleTool = function (map, title) {
    L.drawLocal.draw.toolbar.buttons.rectangle = title;
    L.drawLocal.draw.handlers.rectangle.tooltip.start = title;
    map.addControl(new L.Control.Draw({
      position: "topright",
      draw: {
        polyline: false, polygon: false, circle: false, circlemarker: false, marker: false,
        rectangle: { shapeOptions: ckan.suedwestfalenStyle, repeatMode: false },
      },
    }));
  };
})(this.ckan);

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
