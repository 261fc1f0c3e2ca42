"""repair-effect.csv: how far the repair moves the headline figures."""

import numpy as np

STANDARDS_MINUTES = (30, 45, 60, 90)


def measures(table, sites, weights):
    """Demand-weighted mean time to the soonest site, and the share within each standard.

    Weights are stroke admissions. A standard is inclusive.
    """
    columns = [table.columns.index(site) for site in sites]
    soonest = table.cells[:, columns].min(axis=1)
    yield "mean_minutes", f"{(soonest * weights).sum() / weights.sum() / 10:.3f}"
    for standard in STANDARDS_MINUTES:
        within = weights[soonest <= 10 * standard].sum() / weights.sum()
        yield f"percent_within_{standard}", f"{100 * within:.3f}"
    yield "maximum_minutes", f"{soonest.max() / 10:.1f}"


def write_repair_effect(output, layouts, register, original, repaired):
    weights = np.array([float(register[row].admissions) for row in original.rows])
    rows = []
    for name, sites in layouts.items():
        before = measures(original, sites, weights)
        after = measures(repaired, sites, weights)
        rows += [[name, measure, b, a] for (measure, b), (_, a) in zip(before, after)]
    header = ["layout", "measure", "original", "repaired"]
    output.table("england/repair-effect.csv", header, rows)
    for row in rows:
        print("   ", *row)
