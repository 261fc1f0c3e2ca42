"""The two rules that replace times which cannot be right.

The rules look only at the original values, once, and change nothing by hand.
"""

from dataclasses import dataclass

import numpy as np

from neighbours import nearest
from times import MISSING, TimeTable

# A cell may differ from what it is checked against by this much, in tenths of a minute.
TOLERANCE = 400


@dataclass(frozen=True)
class Repair:
    """One changed cell; times in tenths of a minute."""

    table: str
    row: str
    column: str
    original: int
    repaired: int
    rule: str


def doubled_median(values):
    """Twice the median down the first axis, so that it stays whole; missing left out."""
    ordered = np.sort(np.where(values == MISSING, np.iinfo(int).max, values), axis=0)
    present = (values != MISSING).sum(axis=0)
    assert (present > 0).all()
    lower = np.take_along_axis(ordered, ((present - 1) // 2)[None], axis=0)[0]
    upper = np.take_along_axis(ordered, (present // 2)[None], axis=0)[0]
    return lower + upper


def repair_by_neighbours(table, places, name):
    """Replaces a cell more than 40 min from the median of its 8 nearest neighbours.

    The median is that of the same column; the mean of the middle two, where
    half a tenth rounds up. A missing cell is replaced too.
    """
    neighbours = nearest([places[row] for row in table.rows])
    cells, repairs = table.cells.copy(), []
    for i, row in enumerate(table.rows):
        doubled = doubled_median(table.cells[neighbours[i]])
        wrong = np.abs(2 * table.cells[i] - doubled) > 2 * TOLERANCE
        for j in np.flatnonzero(wrong | (table.cells[i] == MISSING)):
            original, repaired = int(table.cells[i, j]), int(doubled[j] + 1) // 2
            cells[i, j] = repaired
            repairs.append(
                Repair(name, row, table.columns[j], original, repaired, "neighbour-median")
            )
    return TimeTable(table.rows, table.columns, cells), repairs


def repair_by_home_lsoa(table, lsoa_of_unit, lsoa_tables, name):
    """Replaces a cell more than 40 min from the time of the origin's own LSOA."""
    row_of = {row: cells for t in lsoa_tables for row, cells in zip(t.rows, t.cells)}
    assert all(t.columns == table.columns for t in lsoa_tables)
    cells, repairs = table.cells.copy(), []
    for i, origin in enumerate(table.rows):
        home = row_of[lsoa_of_unit[origin]]
        for j in np.flatnonzero(np.abs(table.cells[i] - home) > TOLERANCE):
            cells[i, j] = home[j]
            repairs.append(
                Repair(
                    name, origin, table.columns[j],
                    int(table.cells[i, j]), int(home[j]), "origin-lsoa",
                )  # fmt: skip
            )
    return TimeTable(table.rows, table.columns, cells), repairs
