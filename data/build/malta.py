"""data/malta: a study on real roads, from the extract that the crate osm-io ships.

Usage: malta.py EXTRACT OUTPUT-DIRECTORY
"""

import hashlib
import sys
from collections import Counter
from pathlib import Path

import osmium
import shapely
from osmium.osm import mutable
from output import Output

EXTRACT_SHA256 = "d106d5270bd92c9c78f5eb1a1458d3f691f52c05d2408493da80137e5a18707d"

# Tags that a road network reads; the rest of the extract is left out, and so are all other ways.
TAGS = {
    "highway", "route", "area", "junction", "service", "oneway", "oneway:emergency", "impassable",
    "smoothness", "maxspeed", "maxspeed:forward", "maxspeed:backward", "maxspeed:type",
    "source:maxspeed", "zone:maxspeed", "zone:traffic", "duration", "access", "vehicle",
    "motor_vehicle", "motorcar", "emergency", "bus", "psv",
}  # fmt: skip
BARRIER_TAGS = {
    "barrier", "bollard", "access", "vehicle", "motor_vehicle", "motorcar", "emergency", "bus", "psv",
}  # fmt: skip
MODES = {"vehicle", "motor_vehicle", "motorcar", "emergency"}
NOT_FOR_VEHICLES = {
    "footway", "path", "steps", "cycleway", "pedestrian", "bridleway", "corridor", "platform",
    "elevator", "services", "raceway", "proposed", "construction",
}  # fmt: skip

# Stroke admissions per 1,000 residents and year: 80,958 of 56,550,138 in England (data/README.md). An
# assumption, so that volumes are of the right size.
ADMISSIONS_PER_1000 = 1.43

# Places with residents; the population of an island or a country is that of its settlements again.
SETTLEMENTS = {"city", "town", "village", "hamlet"}

# Public hospitals: kind and id in OpenStreetMap, id here, label, whether they give IVT and MT. Which
# hospital gives what is an assumption of the example. Both have a helipad on the map.
HOSPITALS = [
    ("w", 24063943, "MDH", "Mater Dei Hospital", "Mater Dei", "yes", "yes"),
    ("n", 3919240489, "GGH", "Gozo General Hospital", "Gozo General", "yes", "no"),
]

# The helipad on the military side of the airport: the Air Wing of the Armed Forces of Malta.
BASE = ("AFM", "Armed Forces of Malta Air Wing", 3093696299)

# Islands by their size on the map.
ISLANDS = ["Malta", "Gozo", "Comino"]

# About 10 m, in degrees.
COAST_TOLERANCE = 0.0001


class Reader(osmium.SimpleHandler):
    """Ways of roads and ferries, coastlines, places with residents, hospitals."""

    def __init__(self):
        super().__init__()
        self.ways = []
        self.coast = []
        self.places = []
        self.positions = {}
        self.hospital_nodes = {}

    def way(self, way):
        tags = {tag.k: tag.v for tag in way.tags}
        nodes = [node.ref for node in way.nodes]
        if tags.get("natural") == "coastline":
            self.coast.append(nodes)
        if ("w", way.id) in {hospital[:2] for hospital in HOSPITALS}:
            self.hospital_nodes[way.id] = nodes
        highway = tags.get("highway")
        ferry = tags.get("route") == "ferry"
        if not ferry and (highway is None or (highway in NOT_FOR_VEHICLES and not MODES & tags.keys())):
            return
        kept = {key: value for key, value in tags.items() if key in TAGS}
        if ferry and "name" in tags:
            kept["name"] = tags["name"]
        self.ways.append((way.id, nodes, kept))

    def node(self, node):
        tags = {tag.k: tag.v for tag in node.tags}
        self.positions[node.id] = (node.location.lon, node.location.lat)
        if tags.get("place") in SETTLEMENTS and tags.get("population", "").isdigit():
            self.places.append((node.id, tags))


class RoadNodes(osmium.SimpleHandler):
    """The nodes of the roads, with their barriers."""

    def __init__(self, wanted, writer):
        super().__init__()
        self.wanted = wanted
        self.writer = writer

    def node(self, node):
        if node.id in self.wanted:
            tags = {tag.k: tag.v for tag in node.tags}
            tags = {k: v for k, v in tags.items() if k in BARRIER_TAGS} if "barrier" in tags else {}
            self.writer.add_node(mutable.Node(id=node.id, location=node.location, tags=tags))


def write_roads(extract, reader, path):
    """The roads and ferries of the extract as a PBF file of their own, without metadata."""
    header = osmium.io.Header()
    original = osmium.io.Reader(str(extract)).header()
    key = "osmosis_replication_timestamp"
    header.set(key, original.get(key))
    header.set("generator", "data/build/malta.py")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    writer = osmium.SimpleWriter(str(path), header=header)
    wanted = {node for _, nodes, _ in reader.ways for node in nodes}
    RoadNodes(wanted, writer).apply_file(str(extract))
    for way, nodes, tags in reader.ways:
        writer.add_way(mutable.Way(id=way, nodes=nodes, tags=tags))
    writer.close()


def islands(reader):
    """The land inside the coastlines, largest first."""
    lines = [[reader.positions[node] for node in nodes] for nodes in reader.coast]
    rings = shapely.polygonize([shapely.LineString(line) for line in lines])
    return sorted(shapely.get_parts(rings), key=lambda ring: -ring.area)


def degrees(lon_lat):
    lon, lat = lon_lat
    return f"{lat:.5f}", f"{lon:.5f}"


def main():
    extract, output = Path(sys.argv[1]), Path(sys.argv[2])
    digest = hashlib.sha256(extract.read_bytes()).hexdigest()
    if digest != EXTRACT_SHA256:
        sys.exit(f"{extract}: SHA-256 is {digest}; expected {EXTRACT_SHA256}")
    reader = Reader()
    reader.apply_file(str(extract))
    files = Output(output)

    roads = "malta/malta.osm.pbf"
    write_roads(extract, reader, output / roads)
    print(f"  {roads}: {(output / roads).stat().st_size:,} bytes")
    files.written.append(roads)

    land = islands(reader)
    names = dict(enumerate(ISLANDS))

    def island(lon_lat):
        point = shapely.Point(lon_lat)
        return names[min(range(len(ISLANDS)), key=lambda place: land[place].distance(point))]

    rows = []
    for node, tags in sorted(reader.places):
        place = reader.positions[node]
        admissions = f"{int(tags['population']) * ADMISSIONS_PER_1000 / 1000:.2f}"
        name = tags["name"]
        rows.append([node, name, *degrees(place), tags["population"], admissions, island(place)])
    header = ["id", "name", "lat", "lon", "population", "admissions", "island"]
    files.table("malta/population.csv", header, rows)
    people = Counter()
    for row in rows:
        people[row[6]] += int(row[4])
    print(f"  people: {dict(people)}")

    rows = []
    for kind, number, code, name, label, ivt, mt in HOSPITALS:
        if kind == "n":
            place = reader.positions[number]
        else:
            ring = [reader.positions[node] for node in reader.hospital_nodes[number]]
            centre = shapely.Polygon(ring).centroid
            place = (centre.x, centre.y)
        rows.append([code, name, label, *degrees(place), ivt, mt, "yes"])
    header = ["id", "name", "label", "lat", "lon", "ivt", "mt", "helipad"]
    files.table("malta/hospitals.csv", header, sorted(rows))

    code, name, node = BASE
    row = [code, name, *degrees(reader.positions[node]), "AW139", "24/7"]
    files.table("malta/bases.csv", ["id", "name", "lat", "lon", "aircraft", "hours"], [row])

    features = []
    for place, ring in enumerate(land):
        shape = shapely.set_precision(shapely.simplify(ring, COAST_TOLERANCE), 0.0001)
        if not shape.is_empty:
            features.append({
                "type": "Feature",
                "properties": {"kind": "land", "name": names.get(place, "")},
                "geometry": shapely.geometry.mapping(shape.normalize()),
            })  # fmt: skip
    files.json("malta/outlines.geojson", {"type": "FeatureCollection", "features": features})

    files.checksums_beside_others("malta/")


if __name__ == "__main__":
    main()
