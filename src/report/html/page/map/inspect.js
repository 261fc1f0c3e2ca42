// Says what is under the pointer or the cross, and keeps what a reader chooses.

class Inspector {
  constructor(map) {
    this.map = map;
    this.tip = make("div", { id: "map-tip", role: "tooltip", hidden: true });
    document.querySelector("main").append(this.tip);
    addEventListener("scroll", () => this.hide(), { passive: true });
    addEventListener("keydown", (event) => { if (event.key === "Escape") this.hide(); });
  }

  // What a layer says of an area in every layout, each as [title, words].
  values(area) {
    const { description, layers } = this.map;
    const [minutes, centre] = [layers.byId("minutes"), layers.byId("centre")];
    return description.layouts.map((layout, number) => {
      const words = [layers.text(minutes, number, 0, area)];
      if (!Number.isNaN(layers.time(minutes, number, area))) words.push(layers.text(centre, number, 0, area));
      return [layout.title, words.join(", ")];
    });
  }

  // What the layer that is shown adds.
  added(area) {
    const { layers, description } = this.map;
    const { layer, first, second } = this.map.state;
    if (layer.id === "minutes" || layer.id === "centre") return [];
    if (layer.kind === "change") return [[`${description.layouts[second].title} instead of ${description.layouts[first].title}`, layers.text(layer, second, first, area)]];
    return description.layouts.map((layout, number) => [`${layer.title}, ${layout.title}`, layers.text(layer, number, 0, area)]);
  }

  title(area) {
    const { names, ids } = this.map.values;
    const name = names()[area], id = ids()[area];
    return name === id ? name : `${name} (${id})`;
  }

  // A centre near a pixel, in the layout of a map: its place among the layout's centres.
  centreAt(layout, x, y) {
    if (!this.map.withCentres) return null;
    const reach = 9 * this.map.ratio;
    return this.map.description.layouts[layout].sites.find(([site]) => {
      const place = this.map.pixel(site);
      return place && Math.hypot(place[0] - x, place[1] - y) <= reach;
    });
  }

  // What is at a pixel of one of the maps: a title and lines of [title, words]; null over nothing.
  at(number, x, y) {
    const { map } = this;
    const centre = this.centreAt(map.layoutOf(number), x, y);
    if (centre) return { title: map.description.sites[centre[0]].name, lines: [["Catchment", centre[1]]], area: -1 };
    const area = map.raster.at(x, y);
    if (area < 0) return null;
    return { title: this.title(area), lines: [...this.values(area), ...this.added(area)], area };
  }

  show(found, clientX, clientY) {
    if (!found) return this.hide();
    const line = ([title, words]) => make("div", {}, make("span", { class: "quiet" }, `${title}: `), words);
    this.tip.replaceChildren(make("strong", {}, found.title), ...found.lines.map(line));
    placeBeside(this.tip, clientX + 14, clientY + 6, clientY - 6);
  }

  hide() {
    this.tip.hidden = true;
  }

  tell(found) {
    say(found ? `${found.title}. ${found.lines.map((line) => line.join(": ")).join(". ")}.` : "No area here.");
  }

  // Shows an area's values in the table below the maps.
  keep(area) {
    const { layers, description, values } = this.map;
    const facts = byId("map-area-facts");
    facts.replaceChildren();
    byId("map-area-title").textContent = area < 0 ? "No area chosen" : this.title(area);
    if (area < 0) {
      facts.append(make("p", { class: "hint" }, "Choose one on a map or by its name to see its values in every layout."));
      return;
    }
    const groups = layers.all.filter((layer) => layer.group).map((layer) => {
      const label = layer.labels[values.columns[layer.columns[0]][area]];
      return `${layer.group}: ${label}`;
    });
    const demand = values.demand[area].toLocaleString("en", { maximumFractionDigits: 1 });
    facts.append(make("p", {}, [`${demand} ${description.unit}`, ...groups].join("; ")));
    const shown = layers.all.filter((layer) => layer.kind !== "change" && !layer.group);
    const head = make("tr", {}, make("th", { scope: "col" }, "layout"), ...shown.map((layer) => make("th", { scope: "col" }, layer.short)));
    const rows = description.layouts.map((layout, number) => make("tr", {},
      make("th", { scope: "row" }, layout.title),
      ...shown.map((layer) => make("td", {}, layers.text(layer, number, 0, area)))));
    facts.append(make("div", { class: "table", tabindex: "0", role: "group", "aria-labelledby": "map-area-title" },
      make("table", { "aria-labelledby": "map-area-title" }, make("thead", {}, head), make("tbody", {}, ...rows))));
  }
}
