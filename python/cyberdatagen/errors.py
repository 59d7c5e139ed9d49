"""What is wrong with an input, and what to do about it."""

from collections.abc import Iterable
from typing import NamedTuple


class Problem(NamedTuple):
    """Why an input cannot be used.

    Attributes
    ----------
    path : str
        The setting that it is about; empty where it is about no single one.
    reason : str
        What is wrong, with the value.
    hint : str
        What to do.
    """

    path: str
    reason: str
    hint: str

    def __str__(self) -> str:
        path = f"{self.path}: " if self.path else ""
        return f"{path}{self.reason}\n hint: {self.hint}"


class ConfigurationError(ValueError):
    """Settings or data that cannot be used, with everything that is wrong of them.

    Attributes
    ----------
    problems : list of Problem
        What is wrong, each with its hint.
    """

    def __init__(self, problems: Iterable[tuple[str, str, str]]) -> None:
        self.problems = [Problem(*problem) for problem in problems]
        # What the exception is made again from, when it comes from another process.
        super().__init__(self.problems)

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)
