// What the colours mean, and how much demand each has on either map.

const swatch = (colour, ofPoints) => {
  const box = make("span", { class: `swatch${colour ? "" : " hatched"}${ofPoints ? " dot" : ""}` });
  if (colour) box.style.backgroundColor = colour;
  return box;
};

const shareText = (share) => {
  if (share > 0 && share < 0.05) return "< 0.1";
  if (share >= 99.95 && share < 100) return "> 99.9";
  return share.toFixed(1);
};

const drawLegend = (map) => {
  const { layer, first, second, two } = map.state;
  const { layers, description } = map;
  const shown = map.panels();
  byId("map-legend-title").textContent = `${layer.legend}.`;
  const table = byId("map-legend");
  const shares = shown.map(([of, layout]) => layers.shares(of, layout, first));
  const titles = shown.map(([of, layout]) => (of === layer ? description.layouts[layout].title : ""));
  const columns = shown.map((_, i) => i).filter((i) => titles[i]);
  const named = layer.classes.map((_, i) => i).filter((i) => layer.classes[i][1] && columns.some((c) => shares[c][i] > 0));
  const heading = (c) => make("th", { scope: "col", class: "number" }, `${titles[c]}, % of ${description.unit}`);
  table.tHead.replaceChildren(make("tr", {}, make("th", { scope: "col" }, "colour"), ...columns.map(heading)));
  const row = (i) => make("tr", {},
    make("th", { scope: "row" }, swatch(layer.classes[i][0], map.painters[0].isOfPoints), layer.classes[i][1]),
    ...columns.map((c) => make("td", { class: "number" }, shareText(shares[c][i]))));
  table.tBodies[0].replaceChildren(...named.map(row));
  table.tHead.hidden = named.length === 0;
};
