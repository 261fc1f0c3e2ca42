"""Prints the outcomes of `stroke-outcome` over a grid of times.

    pip install stroke-outcome==0.1.8
    python stroke_outcome.py > stroke_outcome.csv

One row a patient: kind of stroke, minutes to IVT and MT (empty: not given), P(mRS <= 0..5), mean
mRS and mean utility on the scale of Wang et al. 2020. The package knows no cut-offs: rows are of
patients who are treated, however late.
"""

import contextlib
import csv
import sys

import numpy as np
import pandas as pd

sys.path.pop(0)  # This file bears the package's name.
from stroke_outcome.continuous_outcome import Continuous_outcome

LVO, NLVO = 2, 1
IVT_TIMES = [None, 0.0, 1.0, 7.5, 30.0, 89.9, 120.0, 163.25, 200.0, 269.0, 270.0, 300.1, 377.0, 378.0]
MT_TIMES = [None, 0.0, 0.5, 30.0, 61.7, 120.0, 199.9, 240.0, 299.0, 360.0, 401.2, 479.0, 480.0]


def patients():
    for ivt in IVT_TIMES:
        yield NLVO, ivt, None
    for ivt in IVT_TIMES:
        for mt in MT_TIMES:
            yield LVO, ivt, mt
    yield NLVO, 400.0, None
    yield LVO, 400.0, None
    yield LVO, None, 600.0


def main():
    rows = list(patients())
    with contextlib.redirect_stdout(sys.stderr):
        model = Continuous_outcome()
    data = pd.DataFrame({
        "stroke_type_code": [kind for kind, _, _ in rows],
        "onset_to_needle_mins": [0.0 if ivt is None else ivt for _, ivt, _ in rows],
        "ivt_chosen_bool": [int(ivt is not None) for _, ivt, _ in rows],
        "onset_to_puncture_mins": [0.0 if mt is None else mt for _, _, mt in rows],
        "mt_chosen_bool": [int(mt is not None) for _, _, mt in rows],
    })
    model.assign_patients_to_trial(data)
    with contextlib.redirect_stdout(sys.stderr):
        model.calculate_outcomes()
    cohort = model.full_cohort_outcomes
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(
        ["kind", "ivt", "mt"] + [f"at_most_{grade}" for grade in range(6)] + ["mean_mrs", "utility"]
    )
    for number, (kind, ivt, mt) in enumerate(rows):
        at_most = cohort["each_patient_mrs_dist_post_stroke"][number]
        writer.writerow(
            ["lvo" if kind == LVO else "nlvo", "" if ivt is None else ivt, "" if mt is None else mt]
            + [f"{p:.12f}" for p in at_most[:6]]
            + [
                f"{cohort['each_patient_mrs_post_stroke'][number]:.12f}",
                f"{cohort['each_patient_utility_post_stroke'][number]:.12f}",
            ]
        )


if __name__ == "__main__":
    np.seterr(all="ignore")
    main()
