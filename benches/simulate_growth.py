"""How the time of `catchment simulate` grows with replications, patients and centres: processor time and slopes.

    cargo build --release
    python3 benches/simulate_growth.py

England, one layout in the scenario `five-each`. A slope is that of log(processor time) over log(size) by least
squares, with the time of two replications (reading, routes) taken off: 1 is in proportion.
"""

import csv
import math
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
PROGRAM = ROOT / "target" / "release" / "catchment"


def seconds(study, layout, replications):
    with tempfile.TemporaryDirectory() as folder:
        command = [
            PROGRAM, "simulate", study, "--layout", layout, "--scenario", "five-each",
            "--replications", str(replications), "--no-maps", "--quiet", "--output", folder,
        ]
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
        _, status, usage = os.wait4(process.pid, 0)
        if status:
            sys.exit(f"the program ended with {status}")
        return usage.ru_utime + usage.ru_stime


def slope(sizes, times):
    x = [math.log(size) for size in sizes]
    y = [math.log(time) for time in times]
    mean_x, mean_y = sum(x) / len(x), sum(y) / len(y)
    above = sum((a - mean_x) * (b - mean_y) for a, b in zip(x, y))
    return above / sum((a - mean_x) ** 2 for a in x)


def series(name, sizes, runs):
    net = []
    for size, (study, layout, replications) in zip(sizes, runs):
        fixed = min(seconds(study, layout, 2) for _ in range(3))
        whole = min(seconds(study, layout, replications) for _ in range(3))
        net.append(whole - fixed)
        print(f"{name} {size}: {whole:.2f} s, of which before the years {fixed:.2f} s")
    print(f"{name}: slope {slope(sizes, net):.2f}")


def with_layouts(folder):
    """England with layouts of the first 12, 24, 48 and 96 hospitals of the table of times."""
    with (folder / "hospitals.csv").open(newline="") as file:
        ids = [row["id"] for row in csv.DictReader(file) if row["in_travel_table"] == "yes"]
    text = (folder / "study.toml").read_text()
    more = "".join(
        f'[[layouts]]\nname = "first-{n}"\nsites = {ids[:n]!r}\n'.replace("'", '"') for n in (12, 24, 48, 96)
    )
    study = folder / "centres.toml"
    study.write_text(text.replace("[report]", more + "[report]", 1))
    return study


def with_share(folder, share):
    """England with this share of large-vessel occlusions that can be given MT."""
    text = (folder / "study.toml").read_text()
    table = f"[pathway.patients]\nmt_of_lvo = {share}\n\n[pathway.hospital_times]"
    study = folder / f"share-{share}.toml"
    study.write_text(text.replace("[pathway.hospital_times]", table, 1))
    return study


with tempfile.TemporaryDirectory() as name:
    folder = Path(name) / "england"
    shutil.copytree(ROOT / "data" / "england", folder)
    study = folder / "study.toml"
    years = [100, 200, 400, 800]
    series("replications", years, [(study, "current-24", n) for n in years])
    shares = [0.125, 0.25, 0.5, 1.0]
    series("patients, share of occlusions", shares, [(with_share(folder, s), "current-24", 300) for s in shares])
    centres = [12, 24, 48, 96]
    of_centres = with_layouts(folder)
    series("centres", centres, [(of_centres, f"first-{n}", 300) for n in centres])
