"""What balancing gives."""

from typing import Any, NamedTuple

from ._native import Table


class Balanced(NamedTuple):
    """Balanced data.

    Attributes
    ----------
    train : Table
        The rows to learn from: real ones as they were, then synthetic ones, with "Is Synthetic", "Parent 1" and "Parent 2".
    test : Table or None
        The rows to be judged on, as they were; None where nothing was split off.
    report : dict
        Counts by class, quality with the distance to single real rows, and notes.
    """

    train: Table
    test: Table | None
    report: dict[str, Any]
