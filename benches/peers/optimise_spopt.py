"""spopt 0.7.0 with HiGHS on the instances of benches/optimise.rs.

venv/bin/pip install spopt==0.7.0 highspy pulp numpy
venv/bin/python benches/peers/optimise_spopt.py mclp 45 24
venv/bin/python benches/peers/optimise_spopt.py p-median 1000 30
"""

import resource
import sys
import time

import numpy as np
import pulp
from spopt.locate import MCLP, PMedian

from optimise_instance import england

model, first, centres = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
sites, demand, seconds = england(None if model == "mclp" else first)
minutes = np.where(seconds < 0, 1e6, seconds / 60.0)
weights = np.array([int(d) / 1e6 for d in demand])
solver = pulp.HiGHS(msg=False, gapRel=0.0)
start = time.time()
if model == "mclp":
    result = MCLP.from_cost_matrix(minutes, weights, service_radius=first, p_facilities=centres).solve(solver)
    value = result.problem.objective.value()
else:
    keep = minutes.min(axis=1) < 1e6
    result = PMedian.from_cost_matrix(minutes[keep], weights[keep], p_facilities=centres).solve(solver)
    value = result.problem.objective.value()
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(f"{model} {first} {centres}: {value} in {time.time() - start:.1f} s, {peak:.0f} MB")
