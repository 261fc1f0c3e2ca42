"""The least mean time in England within a budget for sites: seconds, processor time, peak memory.

    cargo build --release
    python3 benches/optimise_budget.py [seconds for each search, default 60] [program]

What sites cost is not known: costs of 50 to 150 are drawn from a seed, so that 24 average centres cost 2,400.
"""

import csv
import random
import shutil
import sys
import tempfile
from pathlib import Path

from optimise_large import PROGRAM, run

ROOT = Path(__file__).parents[1]
QUESTIONS = [
    ["--centres", "24", "--budget", "2400"],
    ["--centres", "24", "--budget", "1800"],
    ["--centres", "30", "--budget", "2400"],
    ["--centres", "20..30", "--budget", "2000"],
    ["--budget", "2000"],
]


def write_study(folder):
    draw = random.Random(7)
    shutil.copytree(ROOT / "data" / "england", folder)
    with open(folder / "hospitals.csv", newline="") as file:
        rows = list(csv.reader(file))
    with open(folder / "hospitals.csv", "w", newline="") as file:
        out = csv.writer(file)
        out.writerow(rows[0] + ["cost"])
        out.writerows(row + [str(draw.randrange(50, 151))] for row in rows[1:])
    study = (folder / "study.toml").read_text()
    (folder / "study.toml").write_text(study.replace("[hospitals]\n", '[hospitals]\ncost_column = "cost"\n', 1))


def main():
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60
    program = Path(sys.argv[2]) if len(sys.argv) > 2 else PROGRAM
    print("options: status, gap; centres; nodes, seconds of the search; wall, CPU, peak memory")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "england"
        write_study(folder)
        for question in QUESTIONS:
            answer, wall, cpu, peak = run(folder, [*question, "--candidates", "ivt"], seconds, program)
            print(
                f"{' '.join(question)}: {answer['status']}, {answer['gap_percent']:.3f}%; "
                f"{len(answer['sites'])} centres; {answer.get('nodes')} nodes, {answer['seconds']:.2f} s; "
                f"{wall:.1f} s, {cpu:.1f} s, {peak:,.0f} MB",
                flush=True,
            )


if __name__ == "__main__":
    main()
