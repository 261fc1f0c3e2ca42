// Two small studies for the browser: fire stations, which are points without areas and have no word of care,
// and one without any coordinates.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const [, , out] = process.argv;

const write = (name, files) => {
  const folder = join(out, `${name}-study`);
  mkdirSync(folder, { recursive: true });
  for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
};

const blocks = ["id,name,lat,lon,population,district"];
for (let row = 0; row < 24; row++) {
  for (let column = 0; column < 30; column++) {
    const number = row * 30 + column;
    const shift = [0.0011 * ((number * 7) % 5), 0.0013 * ((number * 11) % 7)];
    blocks.push([`B${number}`, `Block ${number}`, (45.7 + 0.0075 * row + shift[0]).toFixed(5),
      (15.8 + 0.0125 * column + shift[1]).toFixed(5), 500 + 137 * (number % 7), column < 15 ? "west" : "east"].join(","));
  }
}
write("fire", {
  "study.toml": `name = "fire"
title = "Fire stations: is <3> & enough?"
[population]
file = "blocks.csv"
demand = "population"
demand_unit = "residents"
groups = ["district"]
[hospitals]
file = "stations.csv"
capabilities = ["staffed"]
[travel]
model = "straight-line"
straight_line = { fixed_minutes = 2, slow_kmh = 30, fast_kmh = 60, reach_km = 10 }
[[layouts]]
name = "today"
title = "the staffed stations"
column = "staffed"
[[layouts]]
name = "all"
title = "all stations"
sites = ["S1", "S2", "S3", "S4"]
[report]
standards_minutes = [5, 8, 10]
`,
  "blocks.csv": `${blocks.join("\n")}\n`,
  "stations.csv": `id,name,lat,lon,staffed
S1,North,45.86,15.98,yes
S2,South,45.74,15.99,yes
S3,East,45.81,16.12,yes
S4,West,45.80,15.85,no
`,
});

write("plain", {
  "study.toml": `name = "plain"
title = "A study without coordinates"
[population]
file = "population.csv"
demand = "people"
[hospitals]
file = "sites.csv"
[travel]
model = "table"
file = "times.csv"
shape = "wide"
unit = "minutes"
[[layouts]]
name = "one"
sites = ["A"]
[[layouts]]
name = "two"
sites = ["A", "B"]
`,
  "population.csv": "id,people\np1,100\np2,250\np3,75\n",
  "sites.csv": "id,name\nA,Anton\nB,Berta\n",
  "times.csv": "id,A,B\np1,10,40\np2,55,20\np3,70,30\n",
});
