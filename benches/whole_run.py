"""The whole built-in study from a cold process to its last map: wall time, CPU time, memory.

    cargo build --release
    python3 benches/whole_run.py [runs, default 9]
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

PROGRAM = Path(__file__).parents[1] / "target" / "release" / "catchment"


def run(folder):
    start = time.perf_counter()
    process = subprocess.Popen([PROGRAM, "run", "--quiet", "--output", folder])
    _, status, usage = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"the program ended with {status}")
    return time.perf_counter() - start, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024


runs = int(sys.argv[1]) if len(sys.argv) > 1 else 9
with tempfile.TemporaryDirectory() as folder:
    run(folder)
    measured = [run(folder) for _ in range(runs)]
for name, unit, column in zip(["wall", "cpu", "peak memory"], ["s", "s", "MB"], zip(*measured)):
    low, middle, high = min(column), statistics.median(column), max(column)
    print(f"{name}: median {middle:.2f} {unit} (from {low:.2f} to {high:.2f})")
