// Unpacks what the map is drawn from: see `render/web_map` for the form.

const fromBase64 = (words) => {
  if (Uint8Array.fromBase64) return Uint8Array.fromBase64(words);
  const letters = atob(words);
  const bytes = new Uint8Array(letters.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = letters.charCodeAt(i);
  return bytes;
};

const unpacked = async (id) => {
  const stream = new Blob([fromBase64(byId(id).textContent)]).stream();
  const inflated = stream.pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
};

class Reader {
  constructor(bytes) {
    this.bytes = bytes;
    this.at = 0;
  }

  number() {
    let value = 0, factor = 1, byte;
    do {
      byte = this.bytes[this.at++];
      value += (byte & 127) * factor;
      factor *= 128;
    } while (byte & 128);
    return value;
  }

  // Small numbers without multiplication: the coordinates, which are many.
  signed() {
    let value = 0, shift = 0, byte;
    do {
      byte = this.bytes[this.at++];
      value |= (byte & 127) << shift;
      shift += 7;
    } while (byte & 128);
    return value & 1 ? -((value >>> 1) + 1) : value >>> 1;
  }

  // Lines: where each starts, and the places of all.
  lines(closed) {
    const count = this.number();
    const lengths = Array.from({ length: count }, () => this.number());
    const start = new Uint32Array(count + 1);
    const more = closed ? 1 : 0;
    lengths.forEach((length, i) => { start[i + 1] = start[i] + length + more; });
    const axis = () => {
      const places = new Float32Array(start[count]);
      let last = 0;
      for (let i = 0; i < count; i++) {
        const first = start[i], end = first + lengths[i];
        for (let p = first; p < end; p++) places[p] = last += this.signed();
        if (closed) places[end] = places[first];
      }
      return places;
    };
    const x = axis();
    return { count, start, x, y: axis() };
  }

  // Words that share their beginnings with those before.
  words(count) {
    const same = new Uint32Array(count), more = new Uint32Array(count);
    for (let i = 0; i < count; i++) {
      same[i] = this.number();
      more[i] = this.number();
    }
    const length = this.number();
    const letters = this.bytes.subarray(this.at, this.at + length);
    this.at += length;
    let size = 0;
    for (let i = 0; i < count; i++) size += same[i] + more[i] + 1;
    const all = new Uint8Array(size);
    let from = 0, to = 0, last = 0;
    for (let i = 0; i < count; i++) {
      all.copyWithin(to, last, last + same[i]);
      all.set(letters.subarray(from, from + more[i]), to + same[i]);
      last = to;
      from += more[i];
      to += same[i] + more[i];
      all[to++] = 10;
    }
    return new TextDecoder().decode(all).split("\n");
  }
}

const OUTSIDE = -1;

// Borders, with the areas on their sides, places of points without an area, land and regions.
const readShapes = (bytes, points) => {
  const reader = new Reader(bytes);
  const arcs = reader.lines(false);
  const left = new Int32Array(arcs.count), right = new Int32Array(arcs.count);
  let last = 0;
  for (let i = 0; i < arcs.count; i++) left[i] = last += reader.signed();
  for (let i = 0; i < arcs.count; i++) {
    right[i] = left[i] + reader.signed() - 1;
    left[i] -= 1;
  }
  const dots = { at: new Uint32Array(reader.number()) };
  last = 0;
  for (let i = 0; i < dots.at.length; i++) dots.at[i] = last += reader.number();
  const places = reader.lines(false);
  dots.x = places.x;
  dots.y = places.y;
  const land = reader.lines(true), regions = reader.lines(true);
  return { arcs, left, right, dots, land, regions, ...areasOf(arcs, left, right, points) };
};

// For every area its arcs (those of area a are arcOf[firstArc[a]] to arcOf[firstArc[a + 1] - 1]) and
// the box around it.
const areasOf = (arcs, left, right, points) => {
  const firstArc = new Uint32Array(points + 1);
  for (const sides of [left, right]) for (const area of sides) if (area !== OUTSIDE) firstArc[area + 1]++;
  for (let a = 0; a < points; a++) firstArc[a + 1] += firstArc[a];
  const next = firstArc.slice(), arcOf = new Uint32Array(firstArc[points]);
  const box = new Float32Array(4 * points);
  for (let a = 0; a < points; a++) {
    box[4 * a] = box[4 * a + 1] = Infinity;
    box[4 * a + 2] = box[4 * a + 3] = -Infinity;
  }
  for (let i = 0; i < arcs.count; i++) {
    let x0 = Infinity, x1 = -Infinity, y0 = Infinity, y1 = -Infinity;
    for (let p = arcs.start[i]; p < arcs.start[i + 1]; p++) {
      const x = arcs.x[p], y = arcs.y[p];
      if (x < x0) x0 = x;
      if (x > x1) x1 = x;
      if (y < y0) y0 = y;
      if (y > y1) y1 = y;
    }
    for (const area of [left[i], right[i]]) {
      if (area === OUTSIDE) continue;
      arcOf[next[area]++] = i;
      const b = 4 * area;
      if (x0 < box[b]) box[b] = x0;
      if (y0 < box[b + 1]) box[b + 1] = y0;
      if (x1 > box[b + 2]) box[b + 2] = x1;
      if (y1 > box[b + 3]) box[b + 3] = y1;
    }
  }
  return { firstArc, arcOf, box };
};

// What every demand point has. Names come last, and are read when they are needed.
const readValues = (bytes) => {
  const reader = new Reader(bytes);
  const points = reader.number();
  const times = new Float64Array(reader.number() + 1);
  times[0] = NaN;
  for (let i = 1, last = 0; i < times.length; i++) times[i] = last += reader.number();
  const demand = new Float64Array(points);
  const different = new Float64Array(reader.number());
  for (let i = 0, last = 0; i < different.length; i++) different[i] = last += reader.number();
  for (let i = 0; i < points; i++) {
    const number = reader.number();
    demand[i] = (different.length ? different[number] : number) / 1e6;
  }
  const columns = Array.from({ length: reader.number() }, () => {
    const wide = reader.number() === 2;
    const low = bytes.subarray(reader.at, reader.at + points);
    reader.at += points;
    if (!wide) return low;
    const column = new Uint16Array(points);
    const high = bytes.subarray(reader.at, reader.at + points);
    reader.at += points;
    for (let i = 0; i < points; i++) column[i] = low[i] | high[i] << 8;
    return column;
  });
  let words = null;
  const read = () => {
    if (!words) {
      const ids = reader.words(points), names = reader.words(points);
      words = { ids, names: names.map((name, i) => name || ids[i]) };
    }
    return words;
  };
  return { points, times, demand, columns, names: () => read().names, ids: () => read().ids };
};
