"""Prints the discounted QALYs of `stroke-lifetime` at the age of 75, by mRS 0..5.

    pip install stroke-lifetime==3.0.1
    python stroke_lifetime.py

One line: the mean of women and men.
"""

import sys

import numpy as np

np.NaN = np.nan  # The package uses the name that numpy 2 has dropped.
sys.path.pop(0)  # This file bears the package's name.
from stroke_lifetime.fixed_params import get_fixed_params
from stroke_lifetime.main_calculations import main_calculations


def qalys(mrs, sex, label):
    parameters = get_fixed_params("mRS")
    return main_calculations(75, sex, label, mrs, parameters, "mRS")["qalys_total"]


if __name__ == "__main__":
    print([round(float(qalys(m, 0, "Female") + qalys(m, 1, "Male")) / 2, 4) for m in range(6)])
