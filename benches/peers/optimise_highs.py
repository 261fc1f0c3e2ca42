"""Objectives and side constraints that a linear program can state beside HiGHS, on random studies.

    cargo build --release
    python3 -m venv /tmp/highs && /tmp/highs/bin/pip install highspy==1.11.0 numpy
    /tmp/highs/bin/python benches/peers/optimise_highs.py [STUDIES]

A study has 120 demand points and 20 sites; times are whole minutes, so that many are equal; one pair in ten has
no route and one point in ten no demand. HiGHS gets the textbook formulation of each question: assignment to the
nearest open site is stated as constraints where volumes depend on it. Values must agree to a part in a million,
and what one calls impossible the other must too. Prints a line per question with the seconds of both.
"""

import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import highspy
import numpy as np

POINTS, SITES, CENTRES = 120, 20, 5
REGIONS = ["north", "south", "west"]
NO_ROUTE = 500  # minutes
COUNTED = ["--unreachable", str(NO_ROUTE)]
PROGRAM = Path(__file__).parents[2] / "target/release/catchment"

STUDY = """name = "random"
[population]
file = "population.csv"
demand = "demand"
groups = ["region"]
[hospitals]
file = "hospitals.csv"
cost_column = "cost"
[travel]
model = "table"
file = "times.csv"
shape = "wide"
unit = "minutes"
missing = "unreachable"
"""


class Study:
    def __init__(self, seed, folder):
        random = np.random.default_rng(seed)
        places, sites = random.uniform(0, 100, (POINTS, 2)), random.uniform(0, 100, (SITES, 2))
        away = np.linalg.norm(places[:, None] - sites[None], axis=2)
        self.minutes = np.round(away + random.uniform(0, 10, away.shape)).astype(int)
        self.routes = random.random(away.shape) < 0.9
        self.demand = random.integers(1, 500, POINTS) * (random.random(POINTS) < 0.9)
        self.region = random.integers(0, len(REGIONS), POINTS)
        self.cost = random.integers(50, 200, SITES)
        # Only demand that some site reaches can be placed.
        self.weighed = np.flatnonzero((self.demand > 0) & self.routes.any(axis=1))
        self.folder = folder
        folder.mkdir()
        (folder / "study.toml").write_text(STUDY)
        rows = [f"p{i:03},{d},{REGIONS[r]}" for i, (d, r) in enumerate(zip(self.demand, self.region))]
        (folder / "population.csv").write_text("\n".join(["id,demand,region", *rows]) + "\n")
        rows = [f"s{j:02},{c}" for j, c in enumerate(self.cost)]
        (folder / "hospitals.csv").write_text("\n".join(["id,cost", *rows]) + "\n")
        rows = [
            ",".join([f"p{i:03}", *(str(t) if way else "" for t, way in zip(self.minutes[i], self.routes[i]))])
            for i in range(POINTS)
        ]
        header = ",".join(["id", *(f"s{j:02}" for j in range(SITES))])
        (folder / "times.csv").write_text("\n".join([header, *rows]) + "\n")

    def ours(self, arguments):
        """The value of an answer, or None where there is none, and how long the whole command took."""
        start = time.perf_counter()
        done = subprocess.run(
            [PROGRAM, "optimise", self.folder / "study.toml", "--format", "json", "--no-maps", "--quiet",
             "--output", self.folder / "out", *arguments],
            capture_output=True, text=True, check=False,
        )
        seconds = time.perf_counter() - start
        assert done.returncode in (0, 1), done.stderr
        answer = json.loads(done.stdout)
        assert answer["status"] == ("optimal" if done.returncode == 0 else "infeasible"), answer
        return answer, seconds


class Model:
    """A question in the words of a solver: `y` are the sites, and `x` who goes where."""

    def __init__(self, study):
        self.study, self.highs = study, highspy.Highs()
        self.highs.setOptionValue("output_flag", False)
        self.highs.setOptionValue("mip_rel_gap", 0.0)
        self.y = [self.highs.addBinary() for _ in range(SITES)]

    def add(self, constraint):
        self.highs.addConstr(constraint)

    def centres(self, number=CENTRES):
        self.add(sum(self.y) == number)

    def reached(self, i, within):
        return [j for j in range(SITES) if self.study.routes[i, j] and self.study.minutes[i, j] <= within]

    def within(self, standard, times=1):
        """For each point with demand, whether `times` open sites are within a standard."""
        covered = {}
        for i in np.flatnonzero(self.study.demand > 0):
            near = self.reached(i, standard)
            if len(near) >= times:
                covered[i] = self.highs.addBinary()
                self.add(times * covered[i] <= sum(self.y[j] for j in near))
        return covered

    def assign(self, nearest=False):
        """Each point to one open site, or to none; to the nearest (ties to the lower id) where that must be said."""
        self.x, self.left = {}, {}
        for i in self.study.weighed:
            # Nobody is in between: with sites fixed, assignments are whole by themselves, unless volumes bind.
            make = self.highs.addBinary if nearest else (lambda: self.highs.addVariable(0, 1))
            order = sorted(self.reached(i, NO_ROUTE), key=lambda j: (self.study.minutes[i, j], j))
            self.x[i] = {j: make() for j in order}
            self.left[i] = make()
            self.add(sum(self.x[i].values()) + self.left[i] == 1)
            for place, j in enumerate(order):
                self.add(self.x[i][j] <= self.y[j])
                if nearest:
                    later = [self.x[i][k] for k in order[place + 1 :]]
                    self.add(sum(later, self.left[i]) + self.y[j] <= 1)

    def total_time(self):
        demand, minutes = self.study.demand, self.study.minutes
        return sum(
            float(demand[i]) * (sum(float(minutes[i, j]) * x for j, x in self.x[i].items()) + NO_ROUTE * self.left[i])
            for i in self.study.weighed
        )

    def volumes(self):
        sums = [[] for _ in range(SITES)]
        for i in self.study.weighed:
            for j, x in self.x[i].items():
                sums[j].append(float(self.study.demand[i]) * x)
        return [sum(each) for each in sums]

    def floor(self, standard, percent):
        covered = self.within(standard)
        for region in range(len(REGIONS)):
            those = np.flatnonzero((self.study.region == region) & (self.study.demand > 0))
            total = float(self.study.demand[those].sum())
            self.add(sum(float(self.study.demand[i]) * covered[i] for i in those if i in covered) >= percent / 100 * total)

    def solve(self, objective, largest=False):
        start = time.perf_counter()
        (self.highs.maximize if largest else self.highs.minimize)(objective)
        seconds = time.perf_counter() - start
        status = self.highs.getModelStatus()
        if status in (highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kUnboundedOrInfeasible):
            return None, seconds
        assert status == highspy.HighsModelStatus.kOptimal, status
        return self.highs.getObjectiveValue(), seconds


def p_median(model):
    model.centres()
    model.assign()
    return model.solve(model.total_time())


def kept(model):
    model.add(model.y[3] + model.y[7] == 2)
    return p_median(model)


def floors(model):
    model.floor(60, 80)
    return p_median(model)


def smallest(model):
    model.centres()
    model.assign(nearest=True)
    for y, volume in zip(model.y, model.volumes()):
        model.add(volume >= 3_000 * y)
    return model.solve(model.total_time())


def largest(model):
    model.centres()
    model.assign(nearest=True)
    for volume in model.volumes():
        model.add(volume <= 7_000)
    return model.solve(model.total_time())


def budget(model):
    model.add(sum(float(cost) * y for cost, y in zip(model.study.cost, model.y)) <= 600)
    model.assign()
    return model.solve(model.total_time())


def budget_and_number(model):
    model.add(sum(model.y) >= 3)
    model.add(sum(model.y) <= 4)
    return budget(model)


def mclp(model):
    model.centres()
    covered = model.within(30)
    return model.solve(sum(float(model.study.demand[i]) * z for i, z in covered.items()), largest=True)


def backup(model):
    model.centres()
    covered = model.within(50, times=2)
    return model.solve(sum(float(model.study.demand[i]) * z for i, z in covered.items()), largest=True)


def lscp(model):
    covered = model.within(40)
    asked = 0.9 * float(model.study.demand.sum())
    model.add(sum(float(model.study.demand[i]) * z for i, z in covered.items()) >= asked)
    return model.solve(sum(model.y))


def p_centre(model):
    model.centres()
    model.assign()
    longest = model.highs.addVariable(0, NO_ROUTE)
    for i in model.study.weighed:
        minutes = sum(float(model.study.minutes[i, j]) * x for j, x in model.x[i].items())
        model.add(minutes + NO_ROUTE * model.left[i] <= longest)
    return model.solve(longest)


def worst_group(model):
    model.centres()
    covered = model.within(40)
    share = model.highs.addVariable(0, 100)
    for region in range(len(REGIONS)):
        those = np.flatnonzero((model.study.region == region) & (model.study.demand > 0))
        total = float(model.study.demand[those].sum())
        model.add(share <= sum(100 * float(model.study.demand[i]) / total * covered[i] for i in those if i in covered))
    return model.solve(share, largest=True)


def mean(study, answer):
    return answer["mean_minutes"] * study.demand[study.weighed].sum()


def covered_demand(study, answer):
    return answer["value_percent"] / 100 * study.demand.sum()


# What it is called, how it is asked, how HiGHS solves it, and how the answer is read.
QUESTIONS = [
    ("p-median", [*COUNTED, "-p", str(CENTRES)], p_median, mean),
    ("p-median, two kept", [*COUNTED, "-p", str(CENTRES), "--keep", "s03,s07"], kept, mean),
    ("p-median, floors", [*COUNTED, "-p", str(CENTRES), "--floor", "region:60:80"], floors, mean),
    ("p-median, at least 3,000", [*COUNTED, "-p", str(CENTRES), "--min-demand", "3000"], smallest, mean),
    ("p-median, at most 7,000", [*COUNTED, "-p", str(CENTRES), "--max-demand", "7000"], largest, mean),
    ("p-median, budget", [*COUNTED, "--budget", "600"], budget, mean),
    ("p-median, budget, 3 or 4", [*COUNTED, "--budget", "600", "-p", "3..4"], budget_and_number, mean),
    ("MCLP", ["-p", str(CENTRES), "--objective", "mclp", "--within", "30"], mclp, covered_demand),
    ("backup", ["-p", str(CENTRES), "--objective", "backup", "--within", "50"], backup, covered_demand),
    ("LSCP, 90 %", ["--objective", "lscp", "--within", "40", "--share", "90", "--ties", "any"], lscp,
     lambda _, answer: answer["centres"]),
    ("p-centre", [*COUNTED, "-p", str(CENTRES), "--objective", "p-centre", "--ties", "any"], p_centre,
     lambda _, answer: answer["value"]),
    ("worst group", ["-p", str(CENTRES), "--objective", "worst-group", "--group", "region", "--within", "40"],
     worst_group, lambda _, answer: answer["value"]),
]


def main():
    studies = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    wrong = 0
    with tempfile.TemporaryDirectory() as folder:
        for number, (name, arguments, peer, read) in enumerate(QUESTIONS):
            seconds, none = [0.0, 0.0], 0
            for seed in range(studies):
                study = Study(seed, Path(folder) / f"{number}-{seed}")
                answer, ours = study.ours(arguments)
                theirs, took = peer(Model(study))
                seconds[0] += ours
                seconds[1] += took
                found = None if answer["status"] == "infeasible" else read(study, answer)
                none += theirs is None
                same = found is None if theirs is None else found is not None and abs(found - theirs) <= 1e-6 * abs(theirs)
                if not same:
                    wrong += 1
                    print(f"{name}, study {seed}: {found} instead of {theirs}")
            print(f"{name:28} {studies} studies, {none} impossible; {seconds[0]:7.2f} s whole commands, HiGHS {seconds[1]:8.2f} s")
    sys.exit(wrong > 0)


if __name__ == "__main__":
    main()
