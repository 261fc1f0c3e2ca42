// The map as a picture of its own, as it is seen: title, areas, centres, legend and sources, in lines and
// text.

const SVG = "http://www.w3.org/2000/svg";

const shape = (name, attributes = {}, ...children) => {
  const element = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const words = (x, y, size, text, more = {}) =>
  shape("text", { x, y, "font-size": size, fill: "#111111", ...more }, text);

const FONT = "DejaVu Sans, Verdana, Arial, sans-serif";
const HALO = { "paint-order": "stroke", stroke: "#ffffff", "stroke-width": 3, "stroke-linejoin": "round" };
const EDGE_OF_DOTS = "#5a6066";

// Lines of the map in pixels of a frame, to tenths.
class Outliner {
  constructor(map, width, height) {
    this.map = map;
    this.size = [width, height];
  }

  place(x, y) {
    const [right, down] = this.map.view.offset(x, y);
    return [right + this.size[0] / 2, down + this.size[1] / 2];
  }

  // The corners of a line, without those that are too near to the last to be seen.
  corners(lines, line) {
    const corners = [];
    let last = null;
    const end = lines.start[line + 1] - 1;
    for (let p = lines.start[line]; p <= end; p++) {
      const at = this.place(lines.x[p], lines.y[p]);
      if (last && p < end && Math.abs(at[0] - last[0]) < 0.3 && Math.abs(at[1] - last[1]) < 0.3) continue;
      corners.push(at);
      last = at;
    }
    return corners;
  }

  // Nothing of what lies beyond one side of the frame.
  path(corners, closed) {
    const outside = (axis, beyond) => corners.every((at) => beyond(at[axis], this.size[axis]));
    for (const axis of [0, 1]) if (outside(axis, (at) => at < -2) || outside(axis, (at, size) => at > size + 2)) return "";
    return `M${corners.map(([x, y]) => `${x.toFixed(1)} ${y.toFixed(1)}`).join("L")}${closed ? "Z" : ""}`;
  }

  all(lines, closed) {
    let data = "";
    for (let line = 0; line < lines.count; line++) data += this.path(this.corners(lines, line), closed);
    return data;
  }

  // The outline of each class: lines with the class on one side alone, end to end. Filled by the rule of
  // odd and even, any way of going along them gives the same area.
  classes(classOf, count) {
    const { arcs, left, right } = this.map.shapes;
    const of = (area) => (area < 0 ? -1 : classOf[area]);
    const around = Array.from({ length: count }, () => []);
    for (let arc = 0; arc < arcs.count; arc++) {
      const one = of(left[arc]), other = of(right[arc]);
      if (one === other) continue;
      if (one >= 0) around[one].push(arc);
      if (other >= 0) around[other].push(arc);
    }
    return around.map((members) => this.rings(members));
  }

  rings(members) {
    const { arcs } = this.map.shapes;
    const end = (arc, last) => {
      const p = last ? arcs.start[arc + 1] - 1 : arcs.start[arc];
      return `${arcs.x[p]} ${arcs.y[p]}`;
    };
    const at = new Map();
    const add = (key, arc) => { if (at.has(key)) at.get(key).push(arc); else at.set(key, [arc]); };
    for (const arc of members) {
      add(end(arc, false), arc);
      add(end(arc, true), arc);
    }
    const done = new Set();
    let data = "";
    for (const first of members) {
      if (done.has(first)) continue;
      const ring = [];
      let arc = first, key = end(first, false);
      while (arc !== undefined) {
        done.add(arc);
        const corners = this.corners(arcs, arc);
        const forward = end(arc, false) === key;
        if (!forward) corners.reverse();
        for (const corner of corners) ring.push(corner);
        key = end(arc, forward);
        arc = at.get(key).find((next) => !done.has(next));
      }
      data += this.path(ring, true);
    }
    return data;
  }

  // Dots of each class; one of more demand lies on top.
  dots(classOf, colours, radius) {
    const { dots } = this.map.shapes;
    const group = shape("g", { stroke: EDGE_OF_DOTS, "stroke-width": radius > 2.5 ? 0.6 : 0 });
    for (const i of dots.order) {
      const [cx, cy] = this.place(dots.x[i], dots.y[i]).map((at) => at.toFixed(1));
      const fill = colours[classOf[dots.at[i]]] ?? "#6e6e6e";
      group.append(shape("circle", { cx, cy, r: radius.toFixed(1), fill }));
    }
    return group;
  }
}

// A text in lines that are no wider than so many pixels.
const wrapped = (text, size, width) => {
  const measure = document.createElement("canvas").getContext("2d");
  measure.font = `${size}px ${FONT}`;
  const lines = [];
  for (const word of text.split(" ").filter(Boolean)) {
    const longer = lines.length ? `${lines.at(-1)} ${word}` : word;
    if (lines.length && measure.measureText(longer).width <= width) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
};

// One of the two maps as an SVG document.
const mapPicture = (map, number) => {
  const [layer, layout] = map.panels()[number];
  const { description, layers, shapes, painters } = map;
  const { clientWidth: width, clientHeight: height } = painters[number].canvas;
  const against = map.state.first;
  const classOf = layers.classes(layer, layout, against);
  const colours = layer.classes.map(([colour]) => colour);
  const outliner = new Outliner(map, width, height);
  const ground = groundOf(shapes);
  const left = 12, top = 44;
  const shares = layers.shares(layer, layout, against);
  const shown = layer.classes.map((_, i) => i).filter((i) => layer.classes[i][1] && shares[i] > 0);
  const legendTop = top + height + 30, row = 19;
  const rows = Math.ceil(shown.length / 2);
  const bottom = legendTop + (shown.length ? rows * row + 14 : 0);
  const foot = wrapped([description.sources, description.credit].filter(Boolean).join(" · "), 9, width);
  const end = bottom + 12 * foot.length + 6;

  const svg = shape("svg", {
    xmlns: SVG, width: width + 2 * left, height: end, viewBox: `0 0 ${width + 2 * left} ${end}`, "font-family": FONT,
  });
  const title = byId(`map-title-${number}`).textContent;
  svg.append(
    shape("title", {}, title),
    shape("defs", {},
      shape("clipPath", { id: "frame" }, shape("rect", { width, height })),
      shape("pattern", { id: "hatched", width: 7, height: 7, patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)" },
        shape("rect", { width: 7, height: 7, fill: "#d9d9d9" }), shape("rect", { width: 2.5, height: 7, fill: "#8c8c8c" }))),
    shape("rect", { width: "100%", height: "100%", fill: "#ffffff" }),
    words(left, 28, 17, title));
  const frame = shape("g", { transform: `translate(${left} ${top})`, "clip-path": "url(#frame)" });
  frame.append(shape("rect", { width, height, fill: ON_PAPER[ground.sea] }));
  const land = outliner.all(shapes.land, true);
  const fill = (data, attributes) => { if (data) frame.append(shape("path", { d: data, "fill-rule": "evenodd", ...attributes })); };
  fill(land, { fill: ON_PAPER[ground.land], stroke: ON_PAPER["--coast"], "stroke-width": 0.6 });
  outliner.classes(classOf, colours.length).forEach((data, i) => fill(data, { fill: colours[i] ?? "url(#hatched)" }));
  const entries = layers.entries(layer, layout);
  if (entries) {
    const count = entries.reduce((most, entry) => Math.max(most, entry), 0) + 1;
    for (const data of outliner.classes(entries, count)) fill(data, { fill: "none", stroke: "#4a4a4a", "stroke-width": 0.6 });
  }
  if (shapes.dots.at.length) frame.append(outliner.dots(classOf, colours, map.dotRadius()));
  if (!layer.borders) fill(outliner.all(shapes.regions, true), { fill: "none", stroke: "#ffffff", "stroke-opacity": 0.7, "stroke-width": 0.8 });
  if (map.withCentres) frame.append(...centreSigns(map, layout, outliner));
  frame.append(shape("rect", { width, height, fill: "none", stroke: "#7f7f7f" }));
  svg.append(frame);

  svg.append(words(left, legendTop - 9, 12, `${layer.legend}; % of ${description.unit}.`, { fill: "#444444" }));
  shown.forEach((i, place) => {
    const x = left + (place < rows ? 0 : (width + left) / 2), y = legendTop + (place % rows) * row;
    svg.append(
      shape("rect", { x, y, width: 22, height: 14, fill: colours[i] ?? "url(#hatched)", stroke: "#7f7f7f", "stroke-width": 0.6 }),
      words(x + 30, y + 11.5, 12, layer.classes[i][1]),
      words(x + width / 2 - 12, y + 11.5, 12, shareText(shares[i]), { "text-anchor": "end" }));
  });
  foot.forEach((line, number) => svg.append(words(left, bottom + 8 + 12 * number, 9, line, { fill: "#666666" })));
  return svg;
};

// Signs of centres, and the names that have room.
const centreSigns = (map, layout, outliner) => {
  const { description } = map;
  const [width, height] = outliner.size;
  const signs = [];
  const measure = document.createElement("canvas").getContext("2d");
  measure.font = `12px ${FONT}`;
  const shown = [];
  for (const [site] of description.layouts[layout].sites) {
    const { at, label } = description.sites[site];
    if (!at) continue;
    const [x, y] = outliner.place(...at);
    if (x < 0 || y < 0 || x > width || y > height) continue;
    signs.push(shape("circle", { cx: x.toFixed(1), cy: y.toFixed(1), r: 4.6, fill: "#ffffff", stroke: "#000000", "stroke-width": 2 }));
    shown.push([x, y, label]);
  }
  const names = namesWithRoom(shown, width, 1, (label) => measure.measureText(label).width);
  const written = names.map(([label, left, y]) => words(left.toFixed(1), (y + 4).toFixed(1), 12, label, HALO));
  return [...signs, ...written];
};
