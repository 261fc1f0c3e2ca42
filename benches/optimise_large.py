"""The best layout of many points and candidates, from files to report: wall time, CPU time, peak memory.

    cargo build --release
    python3 benches/optimise_large.py [seconds for each search, default 60] [part of a name, or `all`] [program]

A million points and 100 candidates with straight-line times, and 33,000 points and 2,000 candidates with
straight-line times and with a table of them, as CSV (about 300 MB) and as Parquet, which needs pyarrow. Places
are drawn around 300 towns, from a seed. Needs 1 GB of disk for a moment.
"""

import json
import math
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "target" / "release" / "catchment"


def places(draw, towns, count):
    """Latitude and longitude of so many places."""
    for _ in range(count):
        lat, lon, radius = towns[draw.randrange(len(towns))]
        far, turn = radius * draw.random() ** 2, draw.random() * math.tau
        yield lat + far * math.cos(turn), lon + far * math.sin(turn) / math.cos(math.radians(lat))


def write_study(folder, points, sites, times):
    draw = random.Random(7)
    towns = [(draw.uniform(50, 55), draw.uniform(-3, 1.5), draw.uniform(0.02, 0.2)) for _ in range(300)]
    all_points = list(places(draw, towns, points))
    all_sites = list(places(draw, towns, sites))
    with open(folder / "population.csv", "w") as file:
        file.write("id,lat,lon,population\n")
        for i, (lat, lon) in enumerate(all_points):
            file.write(f"p{i},{lat:.5f},{lon:.5f},{draw.randrange(100, 1000)}\n")
    with open(folder / "hospitals.csv", "w") as file:
        file.write("id,lat,lon\n")
        for i, (lat, lon) in enumerate(all_sites):
            file.write(f"s{i},{lat:.5f},{lon:.5f}\n")
    travel = 'model = "straight-line"'
    if times != "straight line":
        travel = f'model = "table"\nfile = "times.{times}"\nshape = "wide"\nunit = "seconds"'
        with open(folder / "times.csv", "w") as file:
            file.write("id" + "".join(f",s{i}" for i in range(sites)) + "\n")
            for i, (lat, lon) in enumerate(all_points):
                east = 111_000 * math.cos(math.radians(lat))
                of_point = [
                    str(int(math.hypot((lat - a) * 111_000, (lon - b) * east) / 15) + 240) for a, b in all_sites
                ]
                file.write(f"p{i}," + ",".join(of_point) + "\n")
    if times == "parquet":
        import pyarrow.csv
        import pyarrow.parquet

        options = pyarrow.csv.ReadOptions(block_size=1 << 25)
        pyarrow.parquet.write_table(
            pyarrow.csv.read_csv(folder / "times.csv", read_options=options), folder / "times.parquet"
        )
        os.remove(folder / "times.csv")
    (folder / "study.toml").write_text(
        'name = "large"\n[population]\nfile = "population.csv"\n[hospitals]\nfile = "hospitals.csv"\n'
        f"[travel]\n{travel}\n"
    )


def run(study, options, seconds, program):
    """What `catchment optimise` answers; wall time, CPU time in seconds, peak memory in MB."""
    command = [program, "optimise", study / "study.toml", *options, "--no-maps"]
    command += ["--time-limit", str(seconds), "--format", "json", "--output", study / "results"]
    start = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    said, complaint = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    elapsed = time.perf_counter() - start
    if status:
        sys.exit(f"the program ended with {status}: {complaint.decode()}")
    return json.loads(said), elapsed, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    part = sys.argv[2] if len(sys.argv) > 2 else "all"
    program = Path(sys.argv[3]) if len(sys.argv) > 3 else PROGRAM
    print("points × candidates, times, centres: status, gap; seconds of the search; wall, CPU, peak memory")
    for points, sites, times, centres in [
        (1_000_000, 100, "straight line", 10),
        (33_000, 2_000, "straight line", 24),
        (33_000, 2_000, "csv", 24),
        (33_000, 2_000, "parquet", 24),
    ]:
        if part not in ("all", times):
            continue
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            write_study(folder, points, sites, times)
            answer, wall, cpu, peak = run(folder, ["--centres", str(centres)], seconds, program)
        print(
            f"{points:,} × {sites:,}, {times}, {centres}: {answer['status']}, {answer['gap_percent']:.3f}%; "
            f"{answer['seconds']:.1f} s; {wall:.1f} s, {cpu:.1f} s, {peak:,.0f} MB",
            flush=True,
        )


if __name__ == "__main__":
    main()
