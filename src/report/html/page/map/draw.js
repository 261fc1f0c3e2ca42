// Draws one map: areas, borders, centres, what is chosen.

const packed = (colour) => {
  const value = parseInt(colour.slice(1), 16);
  return (0xff000000 | (value & 255) << 16 | (value & 0xff00) | value >> 16) | 0;
};

const HATCH = 0;

const ON_PAPER = { "--sea": "#e4ebf2", "--land": "#dfdfdb", "--ground": "#c2c6c9", "--coast": "#8b949e" };

// How far a reader has to zoom in before areas have borders.
const BORDERS_FROM = 4;

const paler = (colour) => (((colour >>> 1) & 0x7f7f7f) + 0x7f7f7f) | 0xff000000;

// The names of the colours below what is drawn. Points alone lie on darker ground, so that the palest of them
// are seen: on the sea itself where there is no land.
const groundOf = (shapes) => {
  const ofPoints = !shapes.arcs.count;
  return { sea: ofPoints && !shapes.land.count ? "--ground" : "--sea", land: ofPoints ? "--ground" : "--land" };
};

// How wide the name of a centre may be, in pixels.
const WIDEST_NAME = 170;

// Names of centres that have room right of their signs in a frame so wide, with their places. `unit` is a
// pixel of the page.
const namesWithRoom = (centres, frame, unit, widthOf) => {
  const boxes = centres.map(([x, y]) => [x - 6 * unit, y - 6 * unit, x + 6 * unit, y + 6 * unit]);
  const names = [];
  for (const [x, y, label] of centres) {
    const left = x + 8 * unit, width = widthOf(label);
    const box = [left, y - 7 * unit, left + width, y + 7 * unit];
    const free = (other) => box[2] < other[0] || box[0] > other[2] || box[3] < other[1] || box[1] > other[3];
    if (width > WIDEST_NAME * unit || box[2] > frame || !boxes.every(free)) continue;
    boxes.push(box);
    names.push([label, left, y]);
  }
  return names;
};

class Painter {
  constructor(canvas, map) {
    this.canvas = canvas;
    this.map = map;
    this.context = canvas.getContext("2d", { alpha: false });
    this.isOfPoints = !map.shapes.arcs.count;
    this.ground = groundOf(map.shapes);
  }

  // Colours of the page, which are others in the dark.
  themed() {
    const style = getComputedStyle(document.documentElement);
    const colour = (name) => (this.map.printing && ON_PAPER[name]) || style.getPropertyValue(name).trim();
    return {
      sea: packed(colour(this.ground.sea)), land: packed(colour(this.ground.land)), coast: colour("--coast"),
      hatch: [packed(colour("--hatch-a")), packed(colour("--hatch-b"))],
    };
  }

  draw(layer, layout, against) {
    const { map, canvas, context } = this;
    const { raster, view, ratio, shapes } = map;
    const width = Math.round(canvas.clientWidth * ratio), height = Math.round(canvas.clientHeight * ratio);
    if (!width || !height) return;
    if (canvas.width !== width || canvas.height !== height) {
      canvas.width = width;
      canvas.height = height;
    }
    raster.draw(width, height, view.x, view.y, view.scale * ratio, map.dotRadius() * ratio);
    if (!this.image || this.image.width !== width || this.image.height !== height) {
      this.image = context.createImageData(width, height);
    }
    this.paint(layer, layout, against);
    context.putImageData(this.image, 0, 0);
    const colours = this.themed();
    if (shapes.land.count) this.lines(shapes.land, colours.coast, ratio);
    if (!layer.borders) this.lines(shapes.regions, "#ffffffb0", ratio);
    if (map.chosen >= 0) this.outline(map.chosen);
    if (map.withCentres) this.centres(layout);
    if (map.cross && document.activeElement === canvas) this.crosshair();
  }

  paint(layer, layout, against) {
    const { raster, layers } = this.map;
    const { areas, width } = raster;
    const { sea, land, hatch } = this.themed();
    const classes = layers.classes(layer, layout, against);
    const colours = layer.classes.map(([colour]) => (colour ? packed(colour) : HATCH));
    const ofArea = new Int32Array(classes.length);
    for (let i = 0; i < classes.length; i++) ofArea[i] = colours[classes[i]];
    const out = new Int32Array(this.image.data.buffer);
    const entries = layers.entries(layer, layout);
    const line = packed(this.isOfPoints ? EDGE_OF_DOTS : "#4a4a4a");
    const withAreas = this.map.view.scale > BORDERS_FROM * this.map.view.whole && this.map.shapes.arcs.count > 0;
    // Small points would be all edge.
    const withEdge = !this.isOfPoints || this.map.dotRadius() * this.map.ratio > 2.5;
    for (let p = 0, x = 0, y = 0; p < areas.length; p++) {
      const area = areas[p];
      if (area < 0) out[p] = area === SEA ? sea : land;
      else {
        const colour = ofArea[area];
        out[p] = colour === HATCH ? hatch[(x + y) % 8 < 3 ? 1 : 0] : colour;
        if (x > 0 && y > 0) {
          const before = areas[p - 1], above = areas[p - width];
          if (withEdge && (before < 0 || above < 0 || areas[p + 1] < 0 || areas[p + width] < 0)) out[p] = line;
          else if (entries && ((before >= 0 && entries[before] !== entries[area]) || (above >= 0 && entries[above] !== entries[area]))) out[p] = line;
          else if (withAreas && ((before >= 0 && before !== area) || (above >= 0 && above !== area))) out[p] = paler(out[p]);
        }
      }
      if (++x === width) {
        x = 0;
        y++;
      }
    }
  }

  path(lines, each) {
    const { raster } = this.map;
    const { scale, left, top } = raster;
    const { x, y, start } = lines;
    this.context.beginPath();
    each((line) => {
      for (let p = start[line]; p < start[line + 1]; p++) {
        const right = x[p] * scale + left, down = top - y[p] * scale;
        if (p === start[line]) this.context.moveTo(right, down);
        else this.context.lineTo(right, down);
      }
    });
  }

  lines(lines, colour, width) {
    if (!lines.count) return;
    this.path(lines, (each) => { for (let i = 0; i < lines.count; i++) each(i); });
    this.context.strokeStyle = colour;
    this.context.lineWidth = 0.8 * width;
    this.context.stroke();
  }

  outline(area) {
    const { shapes, ratio } = this.map;
    const { arcs, firstArc, arcOf } = shapes;
    if (firstArc[area] === firstArc[area + 1]) return;
    this.path(arcs, (each) => { for (let i = firstArc[area]; i < firstArc[area + 1]; i++) each(arcOf[i]); });
    for (const [colour, width] of [["#ffffff", 5], ["#000000", 2.2]]) {
      this.context.strokeStyle = colour;
      this.context.lineWidth = width * ratio;
      this.context.stroke();
    }
  }

  centres(layout) {
    const { context, map } = this;
    const { ratio, description } = map;
    const shown = [];
    for (const [site] of description.layouts[layout].sites) {
      const place = map.pixel(site);
      if (!place) continue;
      const [x, y] = place;
      context.beginPath();
      context.arc(x, y, 4.6 * ratio, 0, 7);
      context.fillStyle = "#ffffff";
      context.fill();
      context.lineWidth = 2 * ratio;
      context.strokeStyle = "#000000";
      context.stroke();
      shown.push([x, y, description.sites[site].label]);
    }
    context.font = `${12 * ratio}px system-ui, sans-serif`;
    context.textBaseline = "middle";
    context.lineJoin = "round";
    const widthOf = (label) => context.measureText(label).width;
    for (const [label, left, y] of namesWithRoom(shown, this.canvas.width, ratio, widthOf)) {
      context.lineWidth = 3.2 * ratio;
      context.strokeStyle = "#ffffff";
      context.strokeText(label, left, y);
      context.fillStyle = "#111111";
      context.fillText(label, left, y);
    }
  }

  crosshair() {
    const { context, map } = this;
    const { ratio } = map;
    const x = this.canvas.width / 2 + map.cross[0] * ratio, y = this.canvas.height / 2 + map.cross[1] * ratio;
    for (const [colour, width] of [["#ffffff", 5], ["#000000", 2]]) {
      context.strokeStyle = colour;
      context.lineWidth = width * ratio;
      context.beginPath();
      for (const [dx, dy] of [[1, 0], [-1, 0], [0, 1], [0, -1]]) {
        context.moveTo(x + 4 * ratio * dx, y + 4 * ratio * dy);
        context.lineTo(x + 15 * ratio * dx, y + 15 * ratio * dy);
      }
      context.stroke();
    }
  }
}
