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
