// Which part of the map is seen: its middle in steps, and pixels of the page a step.

class View {
  constructor(grid) {
    this.size = grid.size;
    this.whole = 1;
    this.x = this.size[0] / 2;
    this.y = this.size[1] / 2;
    this.scale = 1;
  }

  // Shows everything in a frame of this size.
  fit(width, height) {
    this.whole = 0.95 * Math.min(width / Math.max(1, this.size[0]), height / Math.max(1, this.size[1]));
    this.scale = this.whole;
    this.x = this.size[0] / 2;
    this.y = this.size[1] / 2;
  }

  // The frame has another size: what is seen stays, and the whole map fits again.
  resize(width, height) {
    const zoomed = this.scale / this.whole, { x, y } = this;
    this.fit(width, height);
    this.scale = this.whole * zoomed;
    this.x = x;
    this.y = y;
  }

  move(right, down) {
    this.x = Math.max(0, Math.min(this.size[0], this.x + right / this.scale));
    this.y = Math.max(0, Math.min(this.size[1], this.y - down / this.scale));
  }

  // Zooms about a place `right` and `down` of the middle, which stays where it is.
  zoom(factor, right = 0, down = 0) {
    const before = this.scale;
    this.scale = Math.max(this.whole * 0.9, Math.min(this.whole * 400, before * factor));
    const shift = 1 / before - 1 / this.scale;
    this.x += right * shift;
    this.y -= down * shift;
  }

  // Where a place of the map is, from the middle of the frame.
  offset(x, y) {
    return [(x - this.x) * this.scale, (this.y - y) * this.scale];
  }
}
