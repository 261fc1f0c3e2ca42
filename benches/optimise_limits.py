"""How well a limit of time is kept: seconds beyond it, for every objective and side constraint.

    cargo build --release
    python3 benches/optimise_limits.py [seconds, default 1] [candidates, default 2000] [part of a name, or `all`] [program]

33,000 points and as many candidates as are said, with straight-line times, groups of points and costs of sites, all
drawn from a seed around 300 towns. What a command takes beside its search (reading, evaluation, writing) is measured
first, and taken off: a search that ends without an answer says no seconds.
"""

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from optimise_large import PROGRAM, places

POINTS, TOWNS, REGIONS, CENTRES = 33_000, 300, 7, 24

OPTIMISE = {
    "p-median": "",
    "best of several": "--best 5",
    "mclp": "--objective mclp --within 30",
    "backup": "--objective backup --within 60",
    "p-centre": "--objective p-centre",
    "worst group": "--objective worst-group --group region --within 45",
    "floor": "--floor region:45:50",
    "floor that is impossible": "--floor region:20:95",
    "least volume": "--min-demand 600000",
    "least volume, hard": "--min-demand 720000",
    "most volume": "--max-demand 900000",
    "mad": "--objective mad",
    "gini": "--objective gini",
    "budget": "--budget 6000",
    "budget, any number": "--budget 6000 --any",
}
PARETO = {
    "pareto within": "--against within --within 30",
    "pareto worst group": "--against worst-group --group region --within 45",
    "pareto smallest centre": "--against smallest-centre",
}


def write_study(folder, sites):
    draw = random.Random(7)
    towns = [(draw.uniform(50, 55), draw.uniform(-3, 1.5), draw.uniform(0.02, 0.2)) for _ in range(TOWNS)]
    with open(folder / "population.csv", "w") as file:
        file.write("id,lat,lon,population,region\n")
        for i, (lat, lon) in enumerate(places(draw, towns, POINTS)):
            region = int((lat - 49.7) / 5.6 * REGIONS)
            file.write(f"p{i},{lat:.5f},{lon:.5f},{draw.randrange(100, 1000)},r{region}\n")
    with open(folder / "hospitals.csv", "w") as file:
        file.write("id,lat,lon,cost\n")
        for i, (lat, lon) in enumerate(places(draw, towns, sites)):
            file.write(f"s{i},{lat:.5f},{lon:.5f},{draw.randrange(200, 600)}\n")
    (folder / "study.toml").write_text(
        'name = "large"\n[population]\nfile = "population.csv"\ngroups = ["region"]\n'
        '[hospitals]\nfile = "hospitals.csv"\ncost_column = "cost"\n[travel]\nmodel = "straight-line"\n'
    )


def run(folder, command, options, centres, seconds):
    words = [PROGRAM, command, folder / "study.toml", *options.split(), "--no-maps", "--format", "json"]
    if "--any" in words:
        words.remove("--any")
    else:
        words += ["--centres", str(centres)]
    words += ["--time-limit", str(seconds), "--output", folder / "results"]
    start = time.perf_counter()
    process = subprocess.run(words, capture_output=True)
    answer = json.loads(process.stdout) if process.stdout.strip() else None
    return answer, time.perf_counter() - start, process.returncode


def beside(folder):
    """What a command takes beside its search."""
    answers = [run(folder, "optimise", "", CENTRES, 0.5) for _ in range(3)]
    return sorted(wall - answer["seconds"] for answer, wall, _ in answers)[1]


def main():
    global PROGRAM
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 1
    sites = int(sys.argv[2]) if len(sys.argv) > 2 else 2_000
    part = sys.argv[3] if len(sys.argv) > 3 else "all"
    if len(sys.argv) > 4:
        PROGRAM = Path(sys.argv[4])
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_study(folder, sites)
        print(f"{POINTS:,} × {sites:,}, {CENTRES} centres, {seconds:g} s; seconds of the search, as it says and by the clock")
        other = beside(folder)
        for command, all_options in [("optimise", OPTIMISE), ("pareto", PARETO)]:
            for name, options in all_options.items():
                if part not in ("all", name):
                    continue
                answer, wall, code = run(folder, command, options, CENTRES, seconds)
                said = "no answer" if not isinstance(answer, dict) else f"{answer['status']}, {answer.get('seconds', 0):.2f} s"
                print(f"{name}: {said}; {wall - other:.2f} s (exit {code})", flush=True)


if __name__ == "__main__":
    main()
