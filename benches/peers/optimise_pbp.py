"""pbp-pmedian 0.2.2 on the first areas of England, as benches/optimise.rs takes them.

venv/bin/pip install pbp-pmedian==0.2.2 numpy
venv/bin/python benches/peers/optimise_pbp.py 1000 30
"""

import resource
import sys
import time

import numpy as np
import pbp_pmedian

from optimise_instance import england

first, centres = int(sys.argv[1]), int(sys.argv[2])
sites, demand, seconds = england(first)
keep = (seconds.max(axis=1) >= 0) & (demand > 0)
weights = np.array([int(d) for d in demand[keep]], dtype=np.float64)
times = np.where(seconds[keep] < 0, 1e6, seconds[keep]).astype(np.float64)
costs = np.ascontiguousarray((times * weights[:, None]).T)
start = time.time()
value, opened, _, status, engine = pbp_pmedian.solve(costs, centres)
took = time.time() - start
# Computed again in whole numbers, to compare with ours to the last one.
soonest = seconds[keep][:, sorted(opened)].min(axis=1)
exact = sum(int(d) * int(s) for d, s in zip(demand[keep], soonest))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"p-median {first} {centres}: {value} ({exact}) {status} {engine} in {took:.2f} s, {peak:.0f} MB")
