"""Travel times as whole tenths of a minute: exact sums, exact comparisons."""

from dataclasses import dataclass

import numpy as np

MISSING = -1


def tenths(text):
    """"67.4" -> 674; an empty cell is missing."""
    return round(float(text) * 10) if text else MISSING


def minutes(value):
    """674 -> "67.4"."""
    return "" if value == MISSING else f"{value // 10}.{value % 10}"


@dataclass
class TimeTable:
    """Times from each row to each column, in tenths of a minute."""

    rows: list
    columns: list
    cells: np.ndarray

    def write(self, output, name, key):
        """One line per row, minutes with one decimal."""
        lines = ([row, *map(minutes, cells)] for row, cells in zip(self.rows, self.cells.tolist()))
        output.table(name, [key, *self.columns], lines)

    def only(self, rows, columns):
        """The part of the table with these rows, where it has them, and columns."""
        kept = [i for i, row in enumerate(self.rows) if row in set(rows)]
        places = [self.columns.index(column) for column in columns]
        return TimeTable([self.rows[i] for i in kept], columns, self.cells[kept][:, places])


def read_times(table, row_ids):
    """A wide table of the source, its rows renamed, rows and columns sorted by id."""
    header, *lines = table
    columns = header[1:]
    by_row = {row_ids(line[0]): [tenths(cell) for cell in line[1:]] for line in lines}
    assert len(by_row) == len(lines)
    order = sorted(range(len(columns)), key=lambda i: columns[i])
    rows = sorted(by_row)
    cells = np.array([by_row[row] for row in rows])[:, order]
    return TimeTable(rows, [columns[i] for i in order], cells)


def read_lsoa_times(packages, register):
    """(England, Wales): LSOA code to unit postcode."""
    code_of = {lsoa.name: lsoa.code for lsoa in register.values()}
    both = read_times(packages.rows("lsoa_travel_time_matrix_calibrated.csv"), code_of.__getitem__)
    english = np.array([row.startswith("E") for row in both.rows])
    return tuple(
        TimeTable([r for r, k in zip(both.rows, keep) if k], both.columns, both.cells[keep])
        for keep in (english, ~english)
    )


def read_hospital_times(packages):
    """Unit postcode to unit postcode; not symmetric."""
    return read_times(packages.rows("inter_hospital_time_calibrated.csv"), str)
