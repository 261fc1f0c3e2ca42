// Pointer, keyboard and buttons.

const STEP = 18;

const listenTo = (map, canvas, number) => {
  const { view, inspector } = map;
  const pointers = new Map();
  let moved = 0, pinch = 0;
  const inside = (event) => {
    const box = canvas.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  const middle = (event) => {
    const [x, y] = inside(event);
    return [x - canvas.clientWidth / 2, y - canvas.clientHeight / 2];
  };
  const found = (event) => {
    const [x, y] = inside(event);
    return inspector.at(number, x * map.ratio, y * map.ratio);
  };
  const spread = () => {
    const [one, other] = [...pointers.values()];
    return Math.hypot(one[0] - other[0], one[1] - other[1]);
  };
  canvas.addEventListener("pointerdown", (event) => {
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    if (event.pointerType !== "touch") canvas.setPointerCapture(event.pointerId);
    moved = 0;
    if (pointers.size === 2) pinch = spread();
  });
  canvas.addEventListener("pointermove", (event) => {
    const last = pointers.get(event.pointerId);
    if (!last) {
      inspector.show(found(event), event.clientX, event.clientY);
      return;
    }
    pointers.set(event.pointerId, [event.clientX, event.clientY]);
    inspector.hide();
    if (pointers.size === 2) {
      const now = spread();
      view.zoom(now / pinch, ...middle(event));
      pinch = now;
    } else {
      const [right, down] = [event.clientX - last[0], event.clientY - last[1]];
      moved += Math.abs(right) + Math.abs(down);
      view.move(-right, -down);
    }
    map.redraw();
  });
  for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, (event) => pointers.delete(event.pointerId));
  canvas.addEventListener("pointerleave", () => inspector.hide());
  canvas.addEventListener("click", (event) => {
    if (moved > 4) return;
    const at = found(event);
    if (event.pointerType === "touch") inspector.show(at, event.clientX, event.clientY);
    map.choose(at ? at.area : -1);
    inspector.tell(at);
  });
  canvas.addEventListener("wheel", (event) => {
    if (!event.ctrlKey && document.activeElement !== canvas) return;
    event.preventDefault();
    inspector.hide();
    view.zoom(Math.exp(-event.deltaY * 0.0015), ...middle(event));
    map.redraw();
  }, { passive: false });
  canvas.addEventListener("focus", () => {
    map.cross ??= [0, 0];
    map.redraw();
  });
  canvas.addEventListener("blur", () => map.redraw());
  canvas.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const arrow = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[event.key];
    if (arrow) moveCross(map, canvas, arrow, event.shiftKey ? 4 * STEP : STEP);
    else if (event.key === "+" || event.key === "=") view.zoom(1.5, ...map.cross);
    else if (event.key === "-") view.zoom(1 / 1.5, ...map.cross);
    else if (event.key === "0") map.whole();
    else if (event.key === "Enter") map.choose(underCross(map, canvas, number)?.area ?? -1);
    else if (event.key === "Escape") map.choose(-1);
    else return;
    event.preventDefault();
    inspector.hide();
    map.redraw(() => inspector.tell(underCross(map, canvas, number)));
  });
};

const underCross = (map, canvas, number) => map.inspector.at(number,
  canvas.width / 2 + map.cross[0] * map.ratio, canvas.height / 2 + map.cross[1] * map.ratio);

// Moves the cross; near the edge the map moves instead.
const moveCross = (map, canvas, [right, down], step) => {
  const limits = [canvas.clientWidth * 0.42, canvas.clientHeight * 0.42];
  const next = [map.cross[0] + right * step, map.cross[1] + down * step];
  if (Math.abs(next[0]) > limits[0] || Math.abs(next[1]) > limits[1]) map.view.move(right * step, down * step);
  else map.cross = next;
};

const fillControls = (map) => {
  const { description, layers, state } = map;
  const choose = (id, options, chosen, then) => {
    const select = byId(id);
    options.forEach((words, i) => select.append(make("option", { value: String(i) }, words)));
    select.value = String(chosen);
    select.addEventListener("change", () => { then(Number(select.value)); map.changed(); });
  };
  choose("map-layer", layers.all.map((layer) => layer.title), 0, (i) => { state.layer = layers.all[i]; });
  const titles = description.layouts.map((layout) => layout.title);
  choose("map-first", titles, state.first, (i) => { state.first = i; });
  choose("map-second", titles, state.second, (i) => { state.second = i; });
  if (titles.length < 2) for (const id of ["map-second", "map-two"]) byId(id).parentElement.hidden = true;
  byId("map-two").checked = state.two;
  byId("map-two").addEventListener("change", (event) => {
    state.two = event.target.checked;
    map.changed();
    map.resized();
  });
  byId("map-centres").addEventListener("change", (event) => {
    map.withCentres = event.target.checked;
    map.redraw();
  });
  const moves = [
    ["+", "Zoom in", () => map.view.zoom(1.6)],
    ["\u2212", "Zoom out", () => map.view.zoom(1 / 1.6)],
    ["\u2190", "Move left", () => map.view.move(-80, 0)],
    ["\u2191", "Move up", () => map.view.move(0, -80)],
    ["\u2193", "Move down", () => map.view.move(0, 80)],
    ["\u2192", "Move right", () => map.view.move(80, 0)],
    ["Whole map", "Whole map", () => map.whole()],
  ];
  byId("map-moves").append(...moves.map(([sign, label, act]) => button(sign, () => { act(); map.redraw(); }, { "aria-label": label })));
};

const downloads = (map) => {
  const { description, values, layers } = map;
  const csv = () => {
    const shown = layers.all.filter((layer) => layer.kind !== "change");
    const heads = description.layouts.flatMap((layout) => shown.filter((layer) => !layer.group).map((layer) => `${layer.short}: ${layout.title}`));
    const groups = shown.filter((layer) => layer.group);
    const rows = [["id", "name", description.unit, ...groups.map((layer) => layer.group), ...heads]];
    const [ids, names] = [values.ids(), values.names()];
    for (let area = 0; area < values.points; area++) {
      rows.push([ids[area], names[area], String(values.demand[area]),
        ...groups.map((layer) => layer.labels[values.columns[layer.columns[0]][area]]),
        ...description.layouts.flatMap((_, layout) => shown.filter((layer) => !layer.group).map((layer) => layers.text(layer, layout, 0, area)))]);
    }
    download("map-areas.csv", csvFile(rows));
  };
  const name = (number, kind) => `map-${number + 1}.${kind}`;
  const png = (number) => svgToPng(mapPicture(map, number), (blob) => download(name(number, "png"), blob));
  const svg = (number) => download(name(number, "svg"), new Blob([svgText(mapPicture(map, number))], { type: "image/svg+xml" }));
  const second = make("span", { id: "map-second-tools", class: "tools" });
  second.append(
    button("Download PNG of the second map", () => png(1)),
    button("Download SVG of the second map", () => svg(1)));
  byId("map-tools").append(
    button("Download CSV of all areas", csv),
    button("Download PNG of the first map", () => png(0)),
    button("Download SVG of the first map", () => svg(0)),
    second);
  if (description.credit) byId("map-keys").after(make("p", { class: "hint" }, `${description.credit}.`));
};
