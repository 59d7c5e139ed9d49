"""Rows of the same columns by Faker and Mimesis: each cell is drawn by a provider on its own, evenly over its range, and the label
is a flag that no other cell knows of. The rows are written as CSV in memory."""

import csv
import io
from datetime import datetime, timezone


def written(columns, cells, rows):
    """The CSV of rows whose cells these functions of the row's number make."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(column.name for column in columns)
    for row in range(1, rows + 1):
        writer.writerow([cell(row) for cell in cells])
    return text.getvalue()


def instant(seconds):
    """A time that is given in seconds since 1970."""
    return datetime.fromtimestamp(seconds, timezone.utc).replace(tzinfo=None)


def faker_cells(columns):
    """A function for each column."""
    from faker import Faker

    fake = Faker(use_weighting=False)
    makers = {
        "number": lambda prefix: lambda row: f"{prefix}{row:05}",
        "choice": lambda *names: lambda row: fake.random_element(names),
        "whole": lambda low, high: lambda row: fake.random_int(low, high),
        "decimal": lambda low, high, digits: lambda row: fake.pyfloat(min_value=low, max_value=high, right_digits=digits),
        "time": lambda first, last: lambda row, limits=(instant(first), instant(last)): fake.date_time_between(*limits),
        "flag": lambda percent: lambda row: int(fake.boolean(percent)),
    }
    return [makers[kind](*given) for _, kind, given in columns]


def mimesis_cells(columns):
    """A function for each column."""
    from mimesis import Choice, Datetime, Numeric

    choice, dates, numeric = Choice(), Datetime(), Numeric()
    makers = {
        "number": lambda prefix: lambda row: f"{prefix}{row:05}",
        "choice": lambda *names: lambda row: choice(names),
        "whole": lambda low, high: lambda row: numeric.integer_number(low, high),
        "decimal": lambda low, high, digits: lambda row: numeric.float_number(low, high, digits),
        "time": lambda first, last: lambda row, limits=(instant(first).year, instant(last).year): dates.datetime(*limits),
        "flag": lambda percent: lambda row: int(numeric.integer_number(1, 100) <= percent),
    }
    return [makers[kind](*given) for _, kind, given in columns]
