// Finds areas by their name or id.

class Search {
  constructor(map) {
    this.map = map;
    this.input = byId("map-search");
    this.list = byId("map-found");
    this.found = [];
    this.active = -1;
    this.input.addEventListener("input", () => this.look());
    this.input.addEventListener("focus", () => this.input.select());
    this.input.addEventListener("keydown", (event) => this.key(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
  }

  // The first matches: whole words first, then beginnings, then what has the words anywhere.
  matches(words) {
    const wanted = words.trim().toLowerCase();
    if (!wanted) return [];
    const { names, ids } = this.map.values;
    this.lower ??= names().map((name, i) => `${name}\n${ids()[i]}`.toLowerCase());
    const ranks = [[], [], []];
    this.lower.forEach((text, area) => {
      const at = text.indexOf(wanted);
      if (at < 0) return;
      const [name, id] = text.split("\n");
      if (name === wanted || id === wanted) ranks[0].push(area);
      else if (at === 0 || id.startsWith(wanted)) ranks[1].push(area);
      else ranks[2].push(area);
    });
    return ranks.flat();
  }

  look() {
    const all = this.matches(this.input.value);
    this.found = all.slice(0, 8);
    this.active = -1;
    const options = this.found.map((area, i) => make("li", {
      id: `map-found-${i}`, role: "option", "aria-selected": "false",
      onpointerdown: (event) => { event.preventDefault(); this.take(i); },
    }, this.map.inspector.title(area)));
    this.list.replaceChildren(...options);
    this.open(options.length > 0);
    if (this.input.value.trim()) say(all.length === 1 ? "1 area found." : `${all.length} areas found.`);
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
    if (!isOpen) this.input.removeAttribute("aria-activedescendant");
  }

  close() {
    this.open(false);
  }

  key(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && this.found.length) {
      event.preventDefault();
      this.open(true);
      this.active = (this.active + step + this.found.length) % this.found.length;
      [...this.list.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === this.active)));
      this.input.setAttribute("aria-activedescendant", `map-found-${this.active}`);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (this.found.length) this.take(Math.max(0, this.active));
      else if (this.input.value.trim()) say(`No area is called ${this.input.value.trim()}.`);
    } else if (event.key === "Escape") {
      this.close();
    }
  }

  take(i) {
    const area = this.found[i];
    this.input.value = this.map.values.names()[area];
    this.close();
    this.map.goTo(area);
  }
}
