// What report.html does in a browser. Every page is opened from its file, with all requests blocked.
import { readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { createRequire } from "node:module";

const out = resolve(process.argv[2]);
const require = createRequire(resolve("target/browser/package.json"));
const { chromium } = require("playwright-core");
const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");

let passed = 0, failed = 0;
const check = (name, holds, found = "") => {
  if (holds) passed++;
  else {
    failed++;
    console.log(`FAILED: ${name}${found === "" ? "" : `: ${JSON.stringify(found)}`}`);
  }
};

const csv = (text) => {
  const [head, ...rows] = text.trimEnd().split("\n").map((line) => {
    const cells = [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map((match) => match[1]);
    return cells.slice(0, line.endsWith(",") ? undefined : -1).map((cell) => cell.replace(/^"|"$/g, "").replaceAll('""', '"'));
  });
  return rows.map((row) => Object.fromEntries(head.map((name, i) => [name, row[i] ?? ""])));
};
const table = (study, name) => csv(readFileSync(join(out, study, name), "utf8"));

const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ["--no-sandbox"] });

const open = async (study, options = {}) => {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  const page = await context.newPage();
  const asked = [], complaints = [];
  await page.route("**/*", (route) => {
    asked.push(route.request().url());
    return asked.length === 1 ? route.continue() : route.abort();
  });
  page.on("console", (message) => { if (message.type() === "error") complaints.push(message.text()); });
  page.on("pageerror", (error) => complaints.push(error.message));
  await page.goto(`file://${join(out, study, "report.html")}`);
  return { page, context, asked, complaints };
};
const mapDrawn = (page) => page.waitForFunction(() => performance.getEntriesByName("map-drawn").length > 0, null, { timeout: 20000 });
const said = (page) => page.waitForTimeout(250).then(() => page.textContent("#said"));
const pointAtMiddle = async (page) => {
  const canvas = page.locator("#map-0");
  await canvas.evaluate((element) => element.scrollIntoView({ block: "center", behavior: "instant" }));
  await page.waitForTimeout(150);
  const box = await canvas.boundingBox();
  await page.mouse.move(box.x + box.width / 2 + 1, box.y + box.height / 2 + 1);
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
};
const minutes = (words) => (words === "" ? null : Number(words));
const same = (shown, exact) => Math.abs(Number(shown) - exact) <= 0.0501;

const audit = async (page, name) => {
  // Sections off the screen are not laid out (`content-visibility`): where they are is then a guess.
  await page.evaluate(() => {
    for (const section of document.querySelectorAll("section")) section.style.contentVisibility = "visible";
  });
  await page.evaluate(axe);
  const found = await page.evaluate(() => globalThis.axe.run(document, {
    runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
  }));
  const violations = found.violations.map((one) => `${one.id}: ${one.nodes.slice(0, 3).map((node) => node.target.join(" ")).join(" | ")}`);
  check(`axe: ${name}`, violations.length === 0, violations);
};

// ---- England: areas, four layouts, pathways
{
  const bytes = statSync(join(out, "england", "report.html")).size;
  check("England's page is at most 3 MB", bytes <= 3e6, bytes);
  console.log(`report.html of England: ${bytes} bytes`);

  const { page, context, asked, complaints } = await open("england", { deviceScaleFactor: 1 });
  await mapDrawn(page);
  const drawn = await page.evaluate(() => performance.getEntriesByName("map-drawn")[0].startTime);
  console.log(`first map after ${drawn.toFixed(0)} ms`);

  // Hover and search against areas.csv.
  const areas = new Map();
  for (const row of table("england", "areas.csv")) areas.set(`${row.id} ${row.layout}`, row);
  const ids = table("england", "areas.csv").filter((row) => row.layout === "current-24").map((row) => row.id);
  const labels = new Map(csv(readFileSync("data/england/hospitals.csv", "utf8")).map((row) => [row.id, row.label]));
  const layouts = await page.evaluate(() => JSON.parse(document.getElementById("map-description").textContent).layouts.map((layout) => [layout.name, layout.title]));
  let hovered = 0;
  for (let i = 0; i < 25; i++) {
    const id = ids[(i * 1319 + 77) % ids.length];
    await page.fill("#map-search", id);
    await page.press("#map-search", "Enter");
    check(`search finds ${id}`, (await page.textContent("#map-area-title")).includes(id));
    const rows = await page.$$eval("#map-area-facts tbody tr", (trs) => trs.map((tr) => [...tr.cells].map((cell) => cell.textContent)));
    layouts.forEach(([name, title], n) => {
      const row = areas.get(`${id} ${name}`);
      check(`${id} ${name}: layout`, rows[n][0] === title, rows[n]);
      if (minutes(row.minutes) === null) check(`${id} ${name}: none`, !/\d/.test(rows[n][1]), rows[n]);
      else {
        check(`${id} ${name}: minutes`, same(rows[n][1].replace(" min", ""), Number(row.minutes)), [rows[n], row]);
        check(`${id} ${name}: centre`, rows[n][2] === labels.get(row.site_id), [rows[n], row]);
      }
    });
    await pointAtMiddle(page);
    const tip = await page.evaluate(() => { const tip = document.getElementById("map-tip"); return tip.hidden ? null : [...tip.children].map((line) => line.textContent); });
    if (!tip) continue;
    const under = /\((E\d+)\)$/.exec(tip[0])?.[1];
    if (!under) continue;
    hovered++;
    layouts.forEach(([name, title], n) => {
      const row = areas.get(`${under} ${name}`);
      const [, shown, centre] = /: ([\d.]+) min, (.*)$/.exec(tip[n + 1]) ?? [];
      check(`hover ${under} ${name}`, tip[n + 1].startsWith(title) && same(shown, Number(row.minutes)) && centre === labels.get(row.site_id), [tip[n + 1], row]);
    });
  }
  check("the pointer finds areas", hovered >= 12, hovered);

  // Pixels at known centres: a white marker; without markers, the colours of short journeys.
  await page.click("#map-moves button:last-child");
  await page.waitForTimeout(300);
  await page.mouse.move(5, 5);
  const centres = () => page.evaluate(() => {
    const map = JSON.parse(document.getElementById("map-description").textContent);
    const canvas = document.getElementById("map-0");
    const { size } = map.grid;
    const scale = 0.95 * Math.min(canvas.width / size[0], canvas.height / size[1]);
    const context = canvas.getContext("2d");
    const colours = map.layers[0].classes.map(([colour]) => colour);
    return map.layouts[map.base].sites.map(([site]) => {
      const [x, y] = map.sites[site].at;
      const at = [canvas.width / 2 + (x - size[0] / 2) * scale, canvas.height / 2 - (y - size[1] / 2) * scale].map(Math.floor);
      const [r, g, b] = context.getImageData(...at, 1, 1).data;
      const colour = `#${[r, g, b].map((part) => part.toString(16).padStart(2, "0")).join("")}`;
      return [colour, colours.indexOf(colour)];
    });
  });
  const marked = await centres();
  // Markers of London lie over each other.
  check("centres have their markers", marked.filter(([colour]) => colour === "#ffffff").length >= 0.75 * marked.length, marked);
  await page.uncheck("#map-centres");
  await page.waitForTimeout(300);
  const bare = await centres();
  check("areas at centres have short journeys", bare.filter(([, place]) => place >= 0 && place <= 1).length >= 0.8 * bare.length, bare);
  await page.check("#map-centres");

  // Every layer, and how long its change takes.
  const layers = await page.$$eval("#map-layer option", (options) => options.map((option) => option.textContent));
  check("all layers are there", layers.length === 10, layers);
  const took = [];
  for (let i = 0; i < layers.length; i++) {
    await page.evaluate(() => performance.clearMeasures());
    await page.selectOption("#map-layer", String(i));
    await page.waitForFunction(() => performance.getEntriesByName("map-redrawn").length > 0);
    took.push(await page.evaluate(() => Math.max(...performance.getEntriesByName("map-redrawn").map((one) => one.duration))));
  }
  console.log(`layer changes, ms: ${took.map((time) => time.toFixed(0)).join(" ")}`);
  await page.selectOption("#map-layer", "1");
  const legend = await page.$$eval("#map-legend tbody tr", (trs) => trs.map((tr) => [...tr.cells].map((cell) => cell.textContent)));
  const shares = legend.map((row) => Number(row.at(-1).replace(/[<> ]/g, "")));
  check("the legend's shares are all demand", Math.abs(shares.reduce((sum, share) => sum + share, 0) - 100) < 0.6, legend);
  await page.selectOption("#map-layer", "0");

  // Keyboard alone.
  await page.focus("#map-0");
  await page.keyboard.press("ArrowDown");
  for (let i = 0; i < 8 && !/\(E\d+\)/.test(await said(page)); i++) await page.keyboard.press("ArrowDown");
  const heard = await said(page);
  check("the cross reads an area out", /\(E\d+\)\. .*min/.test(heard), heard);
  await page.keyboard.press("Enter");
  check("Enter keeps it", (await page.textContent("#map-area-title")) === /^(.*\(E\d+\))\./.exec(heard)?.[1], heard);
  await page.keyboard.press("Escape");
  check("Escape lets it go", (await page.textContent("#map-area-title")) === "No area chosen");
  for (const key of ["+", "-", "0", "Shift+ArrowLeft"]) await page.keyboard.press(key);
  await page.focus("#map-search");
  await page.keyboard.type("isle of wight 008");
  const options = await page.$$eval("#map-found li", (items) => items.map((item) => item.textContent));
  check("search lists areas", options.length > 1 && options.every((option) => option.startsWith("Isle of Wight 008")), options);
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  check("search goes to the first", (await page.textContent("#map-area-title")) === options[0], options);
  await page.fill("#map-search", "no such place");
  check("search says that there is none", (await said(page)).startsWith("0 areas"), await said(page));
  await page.fill("#map-search", "");

  // Tables.
  const column = () => page.$$eval(".answer tbody tr", (trs) => trs.map((tr) => tr.cells[2].textContent));
  await page.click(".answer thead th:nth-child(3) button");
  const rising = await column();
  check("a table is sorted", rising.every((value, i) => i === 0 || Number(value) >= Number(rising[i - 1])), rising);
  await page.hover(".answer tbody tr:nth-child(1) td:nth-child(3)");
  check("a number says what it means", (await page.textContent("#meaning")).includes("Mean time to the nearest centre"), await page.textContent("#meaning"));
  const saved = async (act) => {
    const [download] = await Promise.all([page.waitForEvent("download"), act()]);
    return readFileSync(await download.path());
  };
  const summary = csv(String(await saved(() => page.click(".answer .tools button:nth-child(2)"))));
  check("a table is saved as CSV", summary.length === 4 && "mean, min" in summary[0], summary);
  const figure = "figure[data-name='coverage-curves'] .tools button";
  check("a chart's numbers are saved", String(await saved(() => page.click(`${figure}:nth-child(1)`))) === readFileSync(join(out, "england", "coverage.csv"), "utf8"));
  check("a chart is saved as PNG", (await saved(() => page.click(`${figure}:nth-child(2)`))).subarray(1, 4).toString() === "PNG");
  check("a chart is saved as SVG", String(await saved(() => page.click(`${figure}:nth-child(3)`))).startsWith("<svg"));
  const tool = (label) => saved(() => page.getByRole("button", { name: label, exact: true }).click());
  check("the map is saved as PNG", (await tool("Download PNG of the first map")).subarray(1, 4).toString() === "PNG");
  await page.click("#map-moves button:last-child");
  await page.waitForTimeout(200);
  const picture = String(await tool("Download SVG of the first map"));
  check("the map is saved as SVG", picture.startsWith("<svg") && picture.includes("</svg>"), picture.slice(0, 200));
  check("its names are text", (picture.match(/<text[^>]* paint-order[^>]*>[A-Z][^<]+<\/text>/g) ?? []).length > 3 && /<text[^>]*>15–30 min<\/text>/.test(picture), picture.slice(-500));
  const [, wide] = /width="([\d.]+)"/.exec(picture);
  check("its sources are within it", (picture.match(/font-size="9"/g) ?? []).length > 1 && Number(wide) < 700, wide);
  // What a browser draws of it is what it draws of the map: the colour at many places, away from centres.
  await page.uncheck("#map-centres");
  await page.waitForTimeout(200);
  const bareMap = String(await tool("Download SVG of the first map"));
  const differing = await page.evaluate(async (text) => {
    const canvas = document.getElementById("map-0");
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    await image.decode();
    const copy = document.createElement("canvas");
    copy.width = image.width;
    copy.height = image.height;
    copy.getContext("2d").drawImage(image, 0, 0);
    const at = (context, x, y) => [...context.getImageData(x, y, 1, 1).data].slice(0, 3);
    const [one, other] = [canvas.getContext("2d"), copy.getContext("2d")];
    const ratio = canvas.width / canvas.clientWidth;
    let compared = 0, differ = 0;
    for (let y = 15; y < canvas.clientHeight - 15; y += 17) for (let x = 15; x < canvas.clientWidth - 15; x += 17) {
      // Where the map is of one colour around.
      const here = at(one, x * ratio, y * ratio);
      const even = [[-3, 0], [3, 0], [0, -3], [0, 3]].every(([dx, dy]) => String(at(one, (x + dx) * ratio, (y + dy) * ratio)) === String(here));
      if (!even) continue;
      compared++;
      const there = at(other, x + 12, y + 44);
      if (here.some((part, i) => Math.abs(part - there[i]) > 8)) differ++;
    }
    return [compared, differ];
  }, bareMap);
  check("the SVG shows what the map shows", differing[0] > 100 && differing[1] <= 0.02 * differing[0], differing);
  await page.check("#map-centres");
  check("all areas are saved", csv(String(await saved(() => page.getByRole("button", { name: "Download CSV of all areas" }).click()))).length === ids.length);

  await audit(page, "England, light");
  check("England: nothing is fetched", asked.length === 1, asked);
  check("England: no complaint", complaints.length === 0, complaints);

  const pdf = await page.pdf({ format: "A4", preferCSSPageSize: true });
  const pages = (pdf.toString("latin1").match(/\/Type\s*\/Page\b(?!s)/g) ?? []).length;
  console.log(`PDF: ${pages} pages, ${pdf.length} bytes`);
  check("it prints to some pages", pages >= 5 && pages <= 40, pages);
  await context.close();
}

// ---- other ways of looking at it
for (const [name, options] of [["dark", { colorScheme: "dark" }], ["phone", { viewport: { width: 360, height: 740 }, hasTouch: true, isMobile: true }]]) {
  const { page, context, complaints } = await open("england", options);
  await mapDrawn(page);
  await audit(page, `England, ${name}`);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  check(`${name}: the page is no wider than the window`, wide <= 0, wide);
  check(`${name}: no complaint`, complaints.length === 0, complaints);
  await context.close();
}
{
  const { page, context } = await open("england", { javaScriptEnabled: false });
  const pictures = await page.locator("noscript svg").count();
  check("without scripts there are pictures of the maps", pictures >= 2 && await page.locator("noscript svg").first().isVisible(), pictures);
  await context.close();
}
{
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.addInitScript(() => { delete globalThis.DecompressionStream; });
  await page.goto(`file://${join(out, "england", "report.html")}`);
  check("a browser that cannot unpack says so", (await page.textContent("#map-state")).includes("too old"));
  await context.close();
}

// ---- points instead of areas, and no coordinates
for (const study of ["fire", "plain"]) {
  const { page, context, asked, complaints } = await open(study);
  const hasMap = await page.locator("#map-0").count();
  check(`${study}: a map where there are coordinates`, hasMap === (study === "fire" ? 1 : 0), hasMap);
  if (hasMap) {
    await mapDrawn(page);
    await page.fill("#map-search", "Block 17");
    await page.press("#map-search", "Enter");
    const row = table("fire", "areas.csv").find((one) => one.id === "B17" && one.layout === "today");
    const shown = await page.textContent("#map-area-facts tbody tr td");
    check("fire: minutes of a point", same(shown.replace(" min", ""), Number(row.minutes)), [shown, row]);
    await pointAtMiddle(page);
    check("fire: the pointer finds a point", (await page.textContent("#map-tip", { timeout: 2000 })).startsWith("Block 17 (B17)"), await page.textContent("#map-tip"));
  }
  // The box at the pointer lies over what is below; who wants to press that moves the pointer away.
  await page.mouse.move(1, 1);
  await page.waitForTimeout(100);
  await audit(page, study);
  check(`${study}: nothing is fetched`, asked.length === 1, asked);
  check(`${study}: no complaint`, complaints.length === 0, complaints);
  await context.close();
}

if (process.env.PICTURE) {
  const { page } = await open("england", { viewport: { width: 1360, height: 1600 }, deviceScaleFactor: 0.8 });
  await mapDrawn(page);
  await page.waitForTimeout(500);
  await page.screenshot({ path: process.env.PICTURE });
}

await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
