"""repairs.csv: every changed cell, before and after."""

from collections import Counter

from times import minutes

HEADER = [
    "table", "row_id", "row_name", "column_id",
    "original_minutes", "repaired_minutes", "rule",
]  # fmt: skip


def write_repairs(output, repairs, names):
    """In the order of table, row and column. `names` gives the name of an LSOA or unit."""
    ordered = sorted(repairs, key=lambda r: (r.table, r.row, r.column))
    rows = [
        [r.table, r.row, names[r.row], r.column, minutes(r.original), minutes(r.repaired), r.rule]
        for r in ordered
    ]
    output.table("england/repairs.csv", HEADER, rows)
    for (table, rule), count in sorted(Counter((r.table, r.rule) for r in repairs).items()):
        print(f"    {table}: {count} by {rule}")
