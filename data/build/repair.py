"""The two rules that replace times which cannot be right.

The rules look only at the original values, once, and change nothing by hand.
"""

from dataclasses import dataclass

import numpy as np

from neighbours import nearest
from times import MISSING, TimeTable

# A cell may differ from what it is checked against by this much, in tenths of a minute.
TOLERANCE = 400

# A column is faulty from this many suspect cells.
FAULTY_COLUMN = 20


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
    """Twice the median down the first axis, so that it stays whole."""
    assert (values != MISSING).all()
    ordered = np.sort(values, axis=0)
    return ordered[(len(values) - 1) // 2] + ordered[len(values) // 2]


def select(suspect):
    """Which cells to replace, given which are suspect.

    Wrong cells come by whole rows, within all columns or within the few
    faulty ones. A lone suspect cell elsewhere is a remote place's true time.

    1. A row with more than half of its cells suspect: all its cells.
    2. A row with more than half of its cells in the faulty columns suspect:
       all its cells in the faulty columns.
    3. Any other row: its suspect cells in the faulty columns.
    """
    faulty = suspect.sum(axis=0) >= FAULTY_COLUMN
    whole_row = suspect.mean(axis=1) > 0.5
    group = suspect[:, faulty].mean(axis=1) > 0.5 if faulty.any() else whole_row
    return whole_row[:, None] | faulty & (group[:, None] | suspect)


def repair_by_neighbours(table, places, name):
    """Replaces cells by the median of the same column at the 8 nearest LSOAs.

    A cell is suspect if it is more than 40 min from that median, which is the
    mean of the middle two; as a replacement, half a tenth rounds up.
    """
    neighbours = nearest([places[row] for row in table.rows])
    doubled = np.array([doubled_median(table.cells[n]) for n in neighbours])
    suspect = np.abs(2 * table.cells - doubled) > 2 * TOLERANCE
    replace = select(suspect)
    print(f"  suspect cells {suspect.sum()}, left as they are: {(suspect & ~replace).sum()}")
    for i, j in np.argwhere(suspect & ~replace):
        print(f"    {table.rows[i]} {table.columns[j]} {table.cells[i, j]} {doubled[i, j] / 2}")
    cells = np.where(replace, (doubled + 1) // 2, table.cells)
    repairs = [
        Repair(
            name, table.rows[i], table.columns[j],
            int(table.cells[i, j]), int(cells[i, j]),
            "neighbour-median" if suspect[i, j] else "faulty-row",
        )
        for i, j in np.argwhere(cells != table.cells)
    ]  # fmt: skip
    return TimeTable(table.rows, table.columns, cells), repairs


def repair_by_home_lsoa(table, lsoa_of_unit, lsoa_tables, name):
    """Replaces a cell more than 40 min from the time of the origin's own LSOA."""
    row_of = {row: cells for t in lsoa_tables for row, cells in zip(t.rows, t.cells)}
    assert all(t.columns == table.columns for t in lsoa_tables)
    home = np.array([row_of[lsoa_of_unit[origin]] for origin in table.rows])
    assert (home != MISSING).all() and (table.cells != MISSING).all()
    replace = np.abs(table.cells - home) > TOLERANCE
    cells = np.where(replace, home, table.cells)
    repairs = [
        Repair(
            name, table.rows[i], table.columns[j],
            int(table.cells[i, j]), int(home[i, j]), "origin-lsoa",
        )
        for i, j in np.argwhere(replace)
    ]  # fmt: skip
    # Welsh rows are compared unrepaired; no Welsh origin has a suspect cell.
    assert all(lsoa_of_unit[r.row].startswith("E") for r in repairs)
    return TimeTable(table.rows, table.columns, cells), repairs
