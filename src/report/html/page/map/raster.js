// One picture of area numbers serves both maps, every layer and the pointer: a layer is a table of
// colours for it.

const SEA = -1, LAND = -2;

class Raster {
  constructor(shapes) {
    this.shapes = shapes;
    this.width = this.height = 0;
    this.key = "";
  }

  // Draws the numbers for a view: `scale` pixels a step, its middle at `x`, `y`. `dot` is the radius
  // of points in pixels.
  draw(width, height, x, y, scale, dot) {
    const key = [width, height, x, y, scale, dot].join();
    if (key === this.key) return;
    this.key = key;
    if (this.width !== width || this.height !== height) {
      this.width = width;
      this.height = height;
      this.areas = new Int32Array(width * height);
      this.flags = new Uint8Array((width + 2) * height);
    }
    this.scale = scale;
    this.left = width / 2 - x * scale;
    this.top = height / 2 + y * scale;
    this.areas.fill(SEA);
    const { land, arcs, box, firstArc, arcOf, dots } = this.shapes;
    if (land.count) this.fill(land, (edge) => { for (let i = 0; i < land.count; i++) edge(i); }, 0, 0, width, height, LAND);
    const points = firstArc.length - 1;
    for (let area = 0; area < points; area++) {
      const first = firstArc[area], end = firstArc[area + 1];
      if (first === end) continue;
      const b = 4 * area;
      const x0 = Math.max(0, Math.floor(box[b] * scale + this.left) - 1);
      const x1 = Math.min(width, Math.ceil(box[b + 2] * scale + this.left) + 1);
      const y0 = Math.max(0, Math.ceil(this.top - box[b + 3] * scale - 0.5));
      const y1 = Math.min(height, Math.ceil(this.top - box[b + 1] * scale - 0.5));
      if (x0 >= x1 || y0 >= y1) continue;
      this.fillArea(arcs, arcOf, first, end, x0, y0, x1, y1, area);
    }
    for (const i of dots.order) this.dot(dots.x[i] * scale + this.left, this.top - dots.y[i] * scale, dot, dots.at[i]);
  }

  // Marks in each row where an edge crosses it; between an odd mark and the next lies the inside.
  fillArea(lines, of, first, end, x0, y0, x1, y1, number) {
    for (let i = first; i < end; i++) this.edges(lines, of[i], x0, y0, x1, y1);
    this.spans(x0, y0, x1, y1, number);
  }

  fill(lines, each, x0, y0, x1, y1, number) {
    each((line) => this.edges(lines, line, x0, y0, x1, y1));
    this.spans(x0, y0, x1, y1, number);
  }

  edges(lines, line, x0, y0, x1, y1) {
    const { x: xs, y: ys, start } = lines;
    const { scale, left, top, flags } = this;
    const wide = x1 - x0 + 1, end = start[line + 1];
    let p = start[line];
    let ax = xs[p] * scale + left, ay = top - ys[p] * scale;
    for (p++; p < end; p++) {
      const bx = xs[p] * scale + left, by = top - ys[p] * scale;
      let row, last, slope, at;
      if (ay < by) {
        row = Math.ceil(ay - 0.5);
        last = Math.ceil(by - 0.5);
      } else {
        row = Math.ceil(by - 0.5);
        last = Math.ceil(ay - 0.5);
      }
      if (row < y0) row = y0;
      if (last > y1) last = y1;
      if (row < last) {
        slope = (bx - ax) / (by - ay);
        at = ax + (row + 0.5 - ay) * slope;
        for (let o = (row - y0) * wide - x0; row < last; row++, at += slope, o += wide) {
          let column = Math.ceil(at - 0.5);
          if (column < x0) column = x0;
          if (column < x1) flags[o + column] ^= 1;
        }
      }
      ax = bx;
      ay = by;
    }
  }

  spans(x0, y0, x1, y1, number) {
    const { areas, flags, width } = this;
    const wide = x1 - x0 + 1;
    for (let row = y0; row < y1; row++) {
      let inside = 0, f = (row - y0) * wide, o = row * width + x0;
      for (let column = x0; column < x1; column++, f++, o++) {
        if (flags[f]) {
          inside ^= 1;
          flags[f] = 0;
        }
        if (inside) areas[o] = number;
      }
    }
  }

  dot(x, y, radius, number) {
    const { areas, width, height } = this;
    const y0 = Math.max(0, Math.ceil(y - radius)), y1 = Math.min(height - 1, Math.floor(y + radius));
    for (let row = y0; row <= y1; row++) {
      const half = Math.sqrt(radius * radius - (row - y) * (row - y));
      const x0 = Math.max(0, Math.ceil(x - half)), x1 = Math.min(width - 1, Math.floor(x + half));
      for (let column = x0; column <= x1; column++) areas[row * width + column] = number;
    }
  }

  at(x, y) {
    const column = Math.floor(x), row = Math.floor(y);
    if (column < 0 || row < 0 || column >= this.width || row >= this.height) return SEA;
    return this.areas[row * this.width + column];
  }
}
