// The map on which one can move and zoom: Leaflet comes only when somebody presses the button. Tiles only where the
// site has some of its own choice. Words and numbers are those of the page.
const box = document.querySelector("[data-map]");
if (box) {
  const about = JSON.parse(box.dataset.map), [ask, field] = [box.querySelector("button"), box.querySelector("[data-field]")];
  box.hidden = false;
  ask.addEventListener("click", async () => {
    ask.disabled = true;
    document.head.append(Object.assign(document.createElement("link"), { rel: "stylesheet", href: about.style }));
    const [shapes] = await Promise.all([fetch(about.shapes).then((answer) => answer.json()), import(about.script)]);
    const L = globalThis.leaflet;
    field.hidden = false;
    const map = L.map(field, { attributionControl: Boolean(about.tiles), zoomControl: false, zoomSnap: 0.25 });
    L.control.zoom({ zoomInTitle: about.nearer, zoomOutTitle: about.farther }).addTo(map);
    if (about.tiles) {
      map.attributionControl.setPrefix(false);
      L.tileLayer(about.tiles, { attribution: about.credit }).addTo(map);
    }
    const spot = (_feature, at) => L.circleMarker(at, { radius: 4 });
    const layer = L.geoJSON(shapes, { pointToLayer: spot, style: { weight: 2, fillOpacity: 0.1 } }).addTo(map);
    map.fitBounds(layer.getBounds());
    layer.eachLayer((one) => {
      const name = one.feature.properties.name, words = document.createElement("span");
      words.textContent = [about.numbers[name], name].filter(Boolean).join(" · ");
      if (name) one.bindTooltip(words, { permanent: true, direction: "center" });
    });
    ask.remove();
    field.focus();
  });
}
