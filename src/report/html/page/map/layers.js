// What the map shows: for every layer and layout the class of each area, and its value in words.

const minutesText = (milliseconds) => `${(milliseconds / 60000).toFixed(1)} min`;

class Layers {
  constructor(description, values) {
    this.description = description;
    this.values = values;
    this.all = description.layers;
    this.kept = new Map();
  }

  byId(id) {
    return this.all.find((layer) => layer.id === id);
  }

  time(layer, layout, area) {
    const { columns, times } = this.values;
    return times[columns[layer.columns[layout]][area]];
  }

  // The class of every area: of a change, from the layout `against`.
  classes(layer, layout, against) {
    const key = [layer.id, layout, layer.kind === "change" ? against : ""].join();
    if (!this.kept.has(key)) this.kept.set(key, this.compute(layer, layout, against));
    return this.kept.get(key);
  }

  compute(layer, layout, against) {
    const { points, columns, times } = this.values;
    const classes = new Uint8Array(points);
    if (layer.kind === "change") {
      const of = this.byId(layer.of);
      const before = columns[of.columns[against]], after = columns[of.columns[layout]];
      for (let i = 0; i < points; i++) classes[i] = changeClass(layer, times[before[i]], times[after[i]]);
      return classes;
    }
    const column = columns[layer.columns[layout]];
    const ofEntry = layer.kind === "time"
      ? Uint8Array.from(times, (time) => timeClass(layer, time))
      : Uint8Array.from(layer.entries[layout], ([number]) => number);
    for (let i = 0; i < points; i++) classes[i] = ofEntry[column[i]];
    return classes;
  }

  // What is different where two areas of one class are not the same.
  entries(layer, layout) {
    return layer.borders ? this.values.columns[layer.columns[layout]] : null;
  }

  // The demand of every class.
  shares(layer, layout, against) {
    const classes = this.classes(layer, layout, against);
    const sums = new Float64Array(layer.classes.length);
    let all = 0;
    this.values.demand.forEach((demand, i) => {
      sums[classes[i]] += demand;
      all += demand;
    });
    return Array.from(sums, (sum) => (all > 0 ? (100 * sum) / all : 0));
  }

  text(layer, layout, against, area) {
    if (layer.kind === "entries") {
      return layer.entries[layout][this.values.columns[layer.columns[layout]][area]][1];
    }
    if (layer.kind === "time") {
      const time = this.time(layer, layout, area);
      return Number.isNaN(time) ? layer.classes.at(-1)[1] : minutesText(time);
    }
    const of = this.byId(layer.of);
    const before = this.time(of, against, area), after = this.time(of, layout, area);
    const change = after - before;
    if (Number.isNaN(change)) return layer.classes[changeClass(layer, before, after)][1];
    if (change === 0) return "unchanged";
    return `${minutesText(Math.abs(change))} ${change < 0 ? "nearer" : "farther"}`;
  }
}

const timeClass = (layer, time) => {
  if (Number.isNaN(time)) return layer.classes.length - 1;
  let number = 0;
  while (number < layer.breaks.length && layer.breaks[number] < time) number++;
  return number;
};

// Newly reached, nearer by more to less, unchanged, farther by less to more, lost, neither.
const changeClass = (layer, before, after) => {
  const last = layer.classes.length - 1, same = layer.breaks.length + 1;
  if (Number.isNaN(before)) return Number.isNaN(after) ? last : 0;
  if (Number.isNaN(after)) return last - 1;
  const change = Math.abs(after - before);
  let number = 0;
  while (number < layer.breaks.length && layer.breaks[number] < change) number++;
  return after < before ? same - number : same + number;
};
