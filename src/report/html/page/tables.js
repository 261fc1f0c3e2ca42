// Tables are sorted, copied and saved as CSV.

const cellValue = (cell) => cell.dataset.value ?? cell.textContent;

const sortKey = (cell) => {
  const words = cellValue(cell).trim();
  const number = Number(words.replace(/^[~+]/, ""));
  return words !== "" && Number.isFinite(number) ? number : words;
};

// Numbers before words, missing values last, whichever way the table is sorted.
const compare = (one, other, direction) => {
  const rank = (key) => (key === "–" ? 2 : typeof key === "string" ? 1 : 0);
  if (rank(one) !== rank(other)) return rank(one) - rank(other);
  if (rank(one) === 0) return direction * (one - other);
  return direction * String(one).localeCompare(String(other), undefined, { numeric: true });
};

const sortBy = (table, heading) => {
  const direction = heading.getAttribute("aria-sort") === "ascending" ? -1 : 1;
  for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", direction === 1 ? "ascending" : "descending");
  const column = heading.cellIndex;
  const rows = [...table.tBodies[0].rows].map((row) => [sortKey(row.cells[column]), row]);
  rows.sort((a, b) => compare(a[0], b[0], direction));
  table.tBodies[0].append(...rows.map(([, row]) => row));
  say(`Sorted by ${heading.textContent}, ${direction === 1 ? "ascending" : "descending"}.`);
};

const tableRows = (table) => {
  const head = [...table.tHead.rows[0].cells].map((cell) => cell.textContent);
  const body = [...table.tBodies[0].rows].map((row) => [...row.cells].map(cellValue));
  return [head, ...body];
};

whenRead(() => {
  for (const box of document.querySelectorAll(".tabled > .table")) {
    const table = box.querySelector("table");
    for (const heading of table.tHead.rows[0].cells) {
      const label = button("", () => sortBy(table, heading));
      label.append(...heading.childNodes);
      heading.append(label);
    }
    const caption = table.getAttribute("aria-labelledby");
    const name = fileName(box.closest("section").querySelector("h2").textContent);
    const copied = () => {
      copy(tableRows(table).map((row) => row.join("\t")).join("\n"));
      say("Table copied.");
    };
    box.after(make("div", { class: "tools" },
      button("Copy table", copied, { "aria-describedby": caption }),
      button("Download CSV", () => download(`${name}.csv`, csvFile(tableRows(table))), { "aria-describedby": caption })));
  }
});
