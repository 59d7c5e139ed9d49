import os
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Protocol, TypeAlias, final, overload

from .balanced import Balanced

_Setting: TypeAlias = str | float | bool | date | Sequence[str] | Mapping[str, float]
_Shard: TypeAlias = tuple[int, int] | str

class _ArrowStream(Protocol):
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...

_Data: TypeAlias = Table | str | os.PathLike[str] | bytes | bytearray | _ArrowStream

__all__ = [
    "DATA_VERSION",
    "Table",
    "__version__",
    "answer_key",
    "audit",
    "balance",
    "campaigns",
    "describe",
    "generate",
    "presets",
    "settings",
    "users",
]

__version__: str
DATA_VERSION: int

@final
class Table:
    @property
    def num_rows(self) -> int: ...
    @property
    def column_names(self) -> list[str]: ...
    @property
    def schema(self) -> list[dict[str, str]]: ...
    @property
    def link(self) -> str | None: ...
    def __len__(self) -> int: ...
    def __arrow_c_stream__(self, requested_schema: object | None = None) -> object: ...
    def __arrow_c_schema__(self) -> object: ...
    # Of libraries that need not be there.
    def to_pyarrow(self) -> Any: ...
    def to_pandas(self) -> Any: ...
    def to_polars(self) -> Any: ...
    @overload
    def to_csv(self, path: None = None) -> bytes: ...
    @overload
    def to_csv(self, path: str | os.PathLike[str]) -> None: ...

def generate(
    preset: str | None = None,
    *,
    seed: int | str | None = None,
    rows: int | str | None = None,
    link: str | None = None,
    student: str | None = None,
    shard: _Shard | None = None,
    threads: int | None = None,
    settings: dict[str, Any] | None = None,
    **more: _Setting,
) -> Table: ...
def answer_key(
    preset: str | None = None,
    *,
    seed: int | str | None = None,
    rows: int | str | None = None,
    link: str | None = None,
    student: str | None = None,
    shard: _Shard | None = None,
    threads: int | None = None,
    settings: dict[str, Any] | None = None,
    **more: _Setting,
) -> Table: ...
def users(
    preset: str | None = None,
    *,
    seed: int | str | None = None,
    rows: int | str | None = None,
    link: str | None = None,
    student: str | None = None,
    settings: dict[str, Any] | None = None,
    **more: _Setting,
) -> Table: ...
def campaigns(
    preset: str | None = None,
    *,
    seed: int | str | None = None,
    rows: int | str | None = None,
    link: str | None = None,
    student: str | None = None,
    settings: dict[str, Any] | None = None,
    **more: _Setting,
) -> Table: ...
def audit(
    preset: str | None = None,
    *,
    seed: int | str | None = None,
    rows: int | str | None = None,
    link: str | None = None,
    student: str | None = None,
    settings: dict[str, Any] | None = None,
    **more: _Setting,
) -> dict[str, Any]: ...
def describe(data: _Data) -> dict[str, Any]: ...
def balance(
    data: _Data,
    *,
    target: str | None = None,
    method: str | None = None,
    **options: str | float | Sequence[str] | Mapping[str, int],
) -> Balanced: ...
def settings(preset: str | None = None) -> list[dict[str, Any]]: ...
def presets() -> list[dict[str, str]]: ...
