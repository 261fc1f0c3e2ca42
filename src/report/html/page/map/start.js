// The map of the page.

class AreaMap {
  constructor(description, shapes, values) {
    this.description = description;
    this.shapes = shapes;
    this.values = values;
    // Of points that lie on each other, the one of the most demand is on top.
    shapes.dots.order = Array.from(shapes.dots.at, (_, i) => i).sort((a, b) => values.demand[shapes.dots.at[a]] - values.demand[shapes.dots.at[b]] || a - b);
    this.layers = new Layers(description, values);
    this.raster = new Raster(shapes);
    this.view = new View(description.grid);
    this.painters = [0, 1].map((number) => new Painter(byId(`map-${number}`), this));
    this.inspector = new Inspector(this);
    this.chosen = -1;
    this.cross = null;
    this.withCentres = true;
    this.ratio = Math.min(2, devicePixelRatio || 1);
    const others = description.layouts.map((_, i) => i).filter((i) => i !== description.base);
    this.state = {
      layer: this.layers.all[0],
      first: description.base ?? 0,
      second: others[0] ?? description.base ?? 0,
      two: others.length > 0 && innerWidth > 640,
    };
  }

  // What either map shows: a layer and a layout. Beside a change stands what it is a change from.
  panels() {
    const { layer, first, second, two } = this.state;
    if (!two) return [[layer, layer.kind === "change" ? second : first]];
    const before = layer.kind === "change" ? this.layers.byId(layer.of) : layer;
    return [[before, first], [layer, second]];
  }

  layoutOf(number) {
    return this.panels()[number][1];
  }

  // Radius of points in pixels of the page: at first they cover a tenth of the map, and grow with it.
  dotRadius() {
    const { dots } = this.shapes;
    if (!dots.at.length) return 0;
    const canvas = this.painters[0].canvas;
    const even = Math.sqrt((0.1 * canvas.clientWidth * canvas.clientHeight) / dots.at.length) / 2;
    return Math.min(16, Math.max(1.6, Math.min(7, even)) * Math.sqrt(this.view.scale / this.view.whole));
  }

  // Where a site is in pixels of the canvas.
  pixel(site) {
    const { at } = this.description.sites[site];
    if (!at) return null;
    const { canvas } = this.painters[0];
    const [right, down] = this.view.offset(...at);
    return [canvas.width / 2 + right * this.ratio, canvas.height / 2 + down * this.ratio];
  }

  draw() {
    this.panels().forEach(([layer, layout], number) => this.painters[number].draw(layer, layout, this.state.first));
  }

  redraw(then = null) {
    if (then) this.then = then;
    if (this.waiting) return;
    this.waiting = requestAnimationFrame(() => {
      this.waiting = 0;
      const start = performance.now();
      this.draw();
      performance.measure("map-redrawn", { start, end: performance.now() });
      const { then: after } = this;
      this.then = null;
      after?.();
    });
  }

  // Another layer or layout was chosen.
  changed() {
    const { description, state } = this;
    const panels = this.panels();
    byId("map-frames").classList.toggle("single", !state.two);
    byId("map-1").closest("figure").hidden = !state.two;
    byId("map-second-tools").hidden = !state.two;
    panels.forEach(([layer, layout], number) => {
      const against = layer.kind === "change" ? ` instead of ${description.layouts[state.first].title}` : "";
      byId(`map-title-${number}`).textContent = `${layer.short}: ${description.layouts[layout].title}${against}`;
    });
    this.inspector.hide();
    drawLegend(this);
    this.redraw();
  }

  // Frames are as high as the map is at their width, and no higher than the window lets see.
  shape() {
    const { size } = this.description.grid;
    const { clientWidth } = this.painters[0].canvas;
    const high = Math.min(0.8 * Math.max(innerHeight, 600), 760, (1.04 * clientWidth * size[1]) / Math.max(1, size[0]));
    for (const { canvas } of this.painters) canvas.style.height = `${Math.round(Math.max(288, high))}px`;
  }

  resized() {
    this.shape();
    const { clientWidth, clientHeight } = this.painters[0].canvas;
    if (!clientWidth || !clientHeight) return;
    this.view.resize(clientWidth, clientHeight);
    this.redraw();
  }

  whole() {
    const { canvas } = this.painters[0];
    this.view.fit(canvas.clientWidth, canvas.clientHeight);
    this.cross = this.cross ? [0, 0] : null;
  }

  choose(area) {
    this.chosen = area;
    this.inspector.keep(area);
    this.redraw();
  }

  // Shows an area in the middle, so near that it is seen.
  goTo(area) {
    const { box, firstArc, dots } = this.shapes;
    const { canvas } = this.painters[0];
    const hasArea = firstArc[area] < firstArc[area + 1];
    const dot = dots.at.indexOf(area);
    if (hasArea) {
      const [x0, y0, x1, y1] = box.subarray(4 * area, 4 * area + 4);
      this.view.x = (x0 + x1) / 2;
      this.view.y = (y0 + y1) / 2;
      const extent = Math.max(1, x1 - x0, y1 - y0);
      const near = Math.min(canvas.clientWidth, canvas.clientHeight) / (8 * extent);
      this.view.scale = Math.max(this.view.whole, Math.min(this.view.whole * 24, near));
    } else if (dot >= 0) {
      this.view.x = dots.x[dot];
      this.view.y = dots.y[dot];
      this.view.scale = Math.max(this.view.scale, 4 * this.view.whole);
    }
    this.cross = [0, 0];
    this.choose(area);
    const found = { title: this.inspector.title(area), lines: [...this.inspector.values(area), ...this.inspector.added(area)] };
    this.inspector.tell(found);
  }
}

const startMap = async () => {
  const state = byId("map-state");
  if (!state) return;
  performance.mark("map-started");
  const failed = (words) => {
    state.textContent = words;
    state.hidden = false;
  };
  if (typeof DecompressionStream === "undefined") {
    failed("This browser is too old to unpack the map (it has no DecompressionStream). Everything that the map shows is in the tables.");
    return;
  }
  try {
    const description = JSON.parse(byId("map-description").textContent);
    const [shapeBytes, valueBytes] = await Promise.all([unpacked("map-shapes"), unpacked("map-values")]);
    performance.mark("map-unpacked");
    const values = readValues(valueBytes);
    const map = new AreaMap(description, readShapes(shapeBytes, values.points), values);
    performance.mark("map-read");
    byId("map-body").hidden = false;
    fillControls(map);
    downloads(map);
    map.changed();
    map.shape();
    map.whole();
    map.draw();
    performance.mark("map-drawn");
    map.painters.forEach(({ canvas }, number) => listenTo(map, canvas, number));
    map.search = new Search(map);
    map.inspector.keep(-1);
    new ResizeObserver(() => map.resized()).observe(byId("map-0"));
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => map.redraw());
    for (const [event, printing] of [["beforeprint", true], ["afterprint", false]]) {
      addEventListener(event, () => {
        map.printing = printing;
        map.draw();
      });
    }
  } catch (error) {
    failed(`The map cannot be shown: ${error.message}. Everything that it shows is in the tables.`);
  }
};

startMap();
