"""Driving times of OSRM between places in Malta: tests/network/osrm-malta.csv.gz, and how long OSRM takes.

Needs Python 3.12 with `pip install osrm-bindings==26.10.0 osmium==4.3.2`, and the extract of the crate osm-io
0.3.0 (tests/fixtures/malta-latest.osm.pbf; data/build/malta.sh says how it is fetched).

Usage: network_osrm.py EXTRACT OUTPUT.csv.gz

The places are junctions of public roads, drawn with a fixed seed: 1,000 origins and 50 destinations. Times are
in tenths of a second, -1 where OSRM finds no route.
"""

import gzip
import io
import random
import resource
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

import osmium
import osrm

SEED = 20_240_301
ORIGINS, DESTINATIONS = 1_000, 50
CLASSES = {
    "trunk", "primary", "secondary", "tertiary", "unclassified", "residential", "trunk_link",
    "primary_link", "secondary_link", "tertiary_link",
}  # fmt: skip


class Junctions(osmium.SimpleHandler):
    def __init__(self):
        super().__init__()
        self.uses = Counter()
        self.places = {}

    def node(self, node):
        self.places[node.id] = (node.location.lon, node.location.lat)

    def way(self, way):
        tags = way.tags
        if tags.get("highway") in CLASSES and not {"access", "motor_vehicle", "vehicle"} & {t.k for t in tags}:
            self.uses.update({node.ref for node in way.nodes})


def processor_seconds(whose=resource.RUSAGE_CHILDREN):
    used = resource.getrusage(whose)
    return used.ru_utime + used.ru_stime


def prepared(extract, folder):
    """The extract as OSRM wants it, by its own car profile, with contraction hierarchies."""
    package = Path(osrm.__file__).parent
    (folder / "malta.osm.pbf").write_bytes(Path(extract).read_bytes())
    profile = package / "share/profiles/car.lua"
    for command in (
        ["osrm-extract", "-p", str(profile), "malta.osm.pbf"],
        ["osrm-contract", "malta.osrm"],
    ):
        before = processor_seconds()
        program = str(package / "bin" / command[0])
        subprocess.run([program, *command[1:]], cwd=folder, check=True, stdout=subprocess.DEVNULL)
        print(f"{command[0]}: {processor_seconds() - before:.2f} s of processor time")
    return folder / "malta.osrm"


def timed(engine, places):
    """Prints the time of a table of all places; its snapping and its JSON are part of it."""
    before = processor_seconds(resource.RUSAGE_SELF)
    engine.Table(osrm.TableParameters(coordinates=[(lon, lat) for lon, lat in places]))
    seconds = processor_seconds(resource.RUSAGE_SELF) - before
    print(f"table of {len(places)} x {len(places)}: {seconds:.3f} s of processor time")


def main():
    extract, output = sys.argv[1:3]
    junctions = Junctions()
    junctions.apply_file(extract)
    nodes = sorted(node for node, uses in junctions.uses.items() if uses > 1)
    drawn = random.Random(SEED).sample(nodes, ORIGINS + DESTINATIONS)
    places = [junctions.places[node] for node in drawn]
    with tempfile.TemporaryDirectory() as folder:
        base = prepared(extract, Path(folder))
        engine = osrm.OSRM(algorithm="CH", storage_config=str(base), use_shared_memory=False)
        question = osrm.TableParameters(
            coordinates=[(lon, lat) for lon, lat in places],
            sources=list(range(ORIGINS)),
            destinations=list(range(ORIGINS, ORIGINS + DESTINATIONS)),
        )
        durations = engine.Table(question)["durations"]
        timed(engine, places[:ORIGINS])
    text = io.StringIO()
    text.write("lat,lon," + ",".join(f"{lat:.7f} {lon:.7f}" for lon, lat in places[ORIGINS:]) + "\n")
    for (lon, lat), row in zip(places, durations):
        tenths = [-1 if cell is None or str(cell) == "null" else round(10 * float(cell)) for cell in row]
        text.write(f"{lat:.7f},{lon:.7f}," + ",".join(map(str, tenths)) + "\n")
    Path(output).write_bytes(gzip.compress(text.getvalue().encode(), 9, mtime=0))
    print(f"{output}: {Path(output).stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
