// Elements are made of text, never of markup.

// The script stands before most of the page, so that the map is drawn while the rest is read.
const whenRead = (act) => {
  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", act);
  else act();
};

// On a narrow page the contents would hide the answer.
if (innerWidth < 960) document.querySelector("nav details")?.removeAttribute("open");

const byId = (id) => document.getElementById(id);

const make = (tag, attributes = {}, ...children) => {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value !== false && value !== null) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
};

const button = (label, act, attributes = {}) =>
  make("button", { type: "button", onclick: act, ...attributes }, label);

// Says something to a reader who hears the page.
let saying = 0;
const say = (words) => {
  clearTimeout(saying);
  saying = setTimeout(() => { byId("said").textContent = words; }, 150);
};

const download = (name, blob) => {
  const link = make("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
};

const csvCell = (words) => (/[",\n\r]/.test(words) ? `"${words.replaceAll('"', '""')}"` : words);

const csvFile = (rows) =>
  new Blob([rows.map((row) => row.map(csvCell).join(",")).join("\n") + "\n"], { type: "text/csv" });

const copy = async (words) => {
  try {
    await navigator.clipboard.writeText(words);
  } catch {
    const box = make("textarea", { class: "unseen", "aria-hidden": "true" });
    box.value = words;
    document.body.append(box);
    box.select();
    document.execCommand("copy");
    box.remove();
  }
};

const fileName = (words) =>
  words.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-").replace(/^-|-$/g, "").slice(0, 60) || "table";
