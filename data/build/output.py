"""Writing: fixed formatting, no timestamps, so the same rows give the same bytes."""

import csv
import hashlib
import io
import json

import zstandard

ZSTD_LEVEL = 19


class Output:
    """The output directory, and the list of what was written to it."""

    def __init__(self, directory):
        self.directory = directory
        self.written = []

    def _write(self, name, data):
        path = self.directory / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if name.endswith(".zst"):
            raw = len(data)
            data = zstandard.ZstdCompressor(level=ZSTD_LEVEL, write_checksum=True).compress(data)
            print(f"  {name}: {len(data):,} bytes ({raw:,} unpacked)")
        else:
            print(f"  {name}: {len(data):,} bytes")
        path.write_bytes(data)
        self.written.append(name)

    def table(self, name, header, rows):
        """A CSV file; compressed if the name ends in .zst."""
        text = io.StringIO()
        writer = csv.writer(text, lineterminator="\n")
        writer.writerow(header)
        writer.writerows(rows)
        self._write(name, text.getvalue().encode("utf-8"))

    def json(self, name, document):
        """A JSON file without white space; compressed if the name ends in .zst."""
        text = json.dumps(document, separators=(",", ":"), ensure_ascii=False)
        self._write(name, text.encode("utf-8") + b"\n")

    def checksums(self):
        """SHA256SUMS, in the form that `sha256sum --check` reads."""
        lines = []
        for name in sorted(self.written):
            digest = hashlib.sha256((self.directory / name).read_bytes()).hexdigest()
            lines.append(f"{digest}  {name}\n")
        (self.directory / "SHA256SUMS").write_text("".join(lines), encoding="utf-8")

    def checksums_beside_others(self, folder):
        """The lines of this folder anew, and those of all others as they were."""
        sums = self.directory / "SHA256SUMS"
        others = sums.read_text(encoding="utf-8").splitlines(keepends=True) if sums.exists() else []
        others = [line for line in others if f"  {folder}" not in line]
        self.checksums()
        own = sums.read_text(encoding="utf-8").splitlines(keepends=True)
        by_name = sorted(others + own, key=lambda line: line.split("  ")[1])
        sums.write_text("".join(by_name), encoding="utf-8")
