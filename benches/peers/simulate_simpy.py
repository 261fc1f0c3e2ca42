"""One network in simpy: the study of `catchment init`, two centres, for comparison with `catchment simulate`.

    python3 -m venv /tmp/peers && /tmp/peers/bin/pip install simpy==4.1.2
    catchment init /tmp/cornwall
    /tmp/peers/bin/python benches/peers/simulate_simpy.py /tmp/cornwall --years 200
    time catchment simulate /tmp/cornwall --layout plymouth-and-truro --replications 200 --threads 1

The same rates, durations and rules (drip and ship, every centre open day and night with one suite and one team):
demand times the share of candidates by area, the arrival profile by hour, weekday and month, lognormal steps, an
ambulance to the nearest unit, a transfer to the nearest centre, and loss where puncture would begin after the
window. Left out: going on to another centre while one is busy, and the team at home. Random numbers are others.

Prints the mean of a year with its standard error, and the seconds that the years took.
"""

import argparse
import csv
import math
import random
import statistics
import time
from pathlib import Path

import simpy

HOUR = 60.0
DAYS = 367
SHARE = 0.10
WINDOW = 360.0
ONSET_KNOWN = 0.705
BY_THREE_HOURS = [4.36, 3.25, 7.00, 22.95, 21.47, 17.56, 14.20, 9.22]
BY_WEEKDAY = [1.096, 1.030, 1.019, 1.013, 1.023, 0.908, 0.911]
MONTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
CENTRES = ["PL68DH", "TR13LQ"]


def lognormal(rng, median, sigma):
    return median * math.exp(sigma * rng.gauss(0.0, 1.0))


def read(folder):
    times = {row["id"]: row for row in csv.DictReader((folder / "travel_times.csv").open())}
    hospitals = list(csv.DictReader((folder / "hospitals.csv").open()))
    areas = list(csv.DictReader((folder / "population.csv").open()))
    units = [h["id"] for h in hospitals if h["ivt"] == "yes" or h["id"] in CENTRES]

    def minutes(area, site):
        text = times.get(area, {}).get(site)
        return float(text) if text else math.inf

    def nearest_area(hospital):
        lat, lon = float(hospital["lat"]), float(hospital["lon"])
        scale = math.cos(math.radians(lat))
        return min(areas, key=lambda a: (float(a["lat"]) - lat) ** 2 + (scale * (float(a["lon"]) - lon)) ** 2)["id"]

    transfer = {}
    for hospital in hospitals:
        if hospital["id"] in units:
            area = nearest_area(hospital)
            transfer[hospital["id"]] = min((minutes(area, c), c) for c in CENTRES)
    places = []
    for area in areas:
        travel, unit = min((minutes(area["id"], u), u) for u in units)
        if travel < math.inf:
            places.append((float(area["admissions"]) * SHARE, travel, unit))
    return places, transfer


def rates():
    """Relative rate of every hour of the horizon, and their sum over one year."""
    months = [m for m, days in enumerate(MONTHS) for _ in range(days)]
    hours = []
    for day in range(-7, DAYS):
        month = 1.0 + 0.055 * math.cos(math.tau * (months[day % 365] + 1.0) / 12.0)
        for hour in range(24):
            hours.append(BY_THREE_HOURS[hour // 3] * BY_WEEKDAY[day % 7] * month)
    return hours, sum(hours[7 * 24 : (7 + 365) * 24])


class Year:
    def __init__(self, places, transfer, rng):
        self.rng, self.transfer = rng, transfer
        self.env = simpy.Environment(initial_time=-7 * 24 * HOUR)
        self.suites = {centre: simpy.Resource(self.env, 1) for centre in CENTRES}
        self.places = places
        self.candidates = self.treated = 0
        self.times = []

    def arrivals(self, hours, of_year):
        total = sum(rate for rate, _, _ in self.places)
        weights = [rate for rate, _, _ in self.places]
        for number, weight in enumerate(hours):
            start = self.env.now
            mean = total * weight / of_year
            at = self.rng.expovariate(mean)
            while at < 1.0:
                yield self.env.timeout(start + at * HOUR - self.env.now)
                place = self.rng.choices(self.places, weights)[0]
                self.env.process(self.patient(place, number))
                at += self.rng.expovariate(mean)
            yield self.env.timeout(start + HOUR - self.env.now)

    def patient(self, place, _):
        """Begins at the door of the first hospital, as the profile is that of arrivals at hospital."""
        rng, env = self.rng, self.env
        _, travel, unit = place
        response = lognormal(rng, 10.2, 1.07) + lognormal(rng, 27.0, 0.35)
        before = lognormal(rng, 45.0, 1.14) if rng.random() < ONSET_KNOWN else 0.0
        begins = env.now - travel - response - before
        counts = 0.0 <= env.now < 365 * 24 * HOUR
        self.candidates += counts
        ready = rng.gauss(0.0, 1.0)
        if unit in CENTRES:
            centre = unit
            yield env.timeout(105.0 * math.exp(0.6 * ready))
        else:
            minutes, centre = self.transfer[unit]
            yield env.timeout(lognormal(rng, 92.0, 0.35))
            yield env.timeout(minutes)
            yield env.timeout(30.0 * math.exp(0.5 * ready))
        if env.now > begins + WINDOW:
            return
        with self.suites[centre].request() as suite:
            late = env.timeout(begins + WINDOW - env.now)
            yield suite | late
            if not suite.triggered:
                return
            if counts:
                self.treated += 1
                self.times.append(env.now - begins)
            yield env.timeout(rng.triangular(60.0, 180.0, 120.0) + 30.0)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("study", type=Path)
    parser.add_argument("--years", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    places, transfer = read(options.study)
    hours, of_year = rates()
    figures = []
    start = time.perf_counter()
    for replication in range(options.years):
        year = Year(places, transfer, random.Random(f"{options.seed} {replication}"))
        year.env.process(year.arrivals(hours, of_year))
        year.env.run()
        figures.append((year.candidates, year.treated, statistics.fmean(year.times)))
    seconds = time.perf_counter() - start
    for name, values in zip(["candidates", "treated", "onset to puncture, min"], zip(*figures)):
        error = statistics.stdev(values) / math.sqrt(len(values))
        print(f"{name}: {statistics.fmean(values):.2f} ± {error:.2f}")
    print(f"{options.years} years in {seconds:.2f} s")


if __name__ == "__main__":
    main()
