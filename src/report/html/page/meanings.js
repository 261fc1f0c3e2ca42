// Points at a number: which row and column it is of, its value, and what it means.

const meaning = make("div", { id: "meaning", role: "tooltip", hidden: true });
document.querySelector("main").append(meaning);

whenRead(() => {
  for (const heading of document.querySelectorAll("thead th[title]")) {
    heading.dataset.meaning = heading.title;
    heading.removeAttribute("title");
    heading.querySelector("button")?.setAttribute("aria-description", heading.dataset.meaning);
  }
});

const placeBeside = (box, left, bottom, top) => {
  box.hidden = false;
  const { width, height } = box.getBoundingClientRect();
  box.style.left = `${Math.max(8, Math.min(left, innerWidth - width - 8))}px`;
  box.style.top = `${bottom + height + 16 > innerHeight ? Math.max(8, top - height - 8) : bottom + 8}px`;
};

const hideMeaning = () => { meaning.hidden = true; };

const showMeaning = (cell) => {
  const table = cell.closest("table");
  const heading = table.tHead.rows[0].cells[cell.cellIndex];
  const words = heading.dataset.meaning;
  const isHeading = cell === heading;
  const isNumber = cell.classList.contains("number");
  if (!words && (isHeading || !isNumber)) return hideMeaning();
  meaning.replaceChildren();
  if (!isHeading) {
    const row = cell.parentElement.cells[0];
    const value = cell.dataset.value;
    const exact = value && value !== cell.textContent.replaceAll(",", "") ? ` (${value})` : "";
    meaning.append(
      make("strong", {}, `${heading.textContent}: ${cell.textContent}${exact}`),
      row === cell ? "" : make("span", {}, `${row.textContent}. `));
  }
  if (words) meaning.append(make("span", {}, words));
  const { left, top, bottom } = cell.getBoundingClientRect();
  placeBeside(meaning, left, bottom, top);
};

document.addEventListener("pointerover", (event) => {
  const cell = event.target.closest?.(".tabled th, .tabled td");
  if (cell) showMeaning(cell);
  else hideMeaning();
});
document.addEventListener("focusin", (event) => {
  const cell = event.target.closest?.(".tabled thead th");
  if (cell && event.target.matches(":focus-visible")) showMeaning(cell);
  else hideMeaning();
});
document.addEventListener("keydown", (event) => { if (event.key === "Escape") hideMeaning(); });
addEventListener("scroll", hideMeaning, { passive: true });
