"""Data as the loaders of scikit-learn give it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ._native import generate

if TYPE_CHECKING:
    from sklearn.utils import Bunch

#: The column of the label.
TARGET = "Is Anomaly"


def fetch_cyberdatagen(
    preset: str | None = None,
    *,
    seed: int | None = None,
    rows: int | None = None,
    return_X_y: bool = False,
    as_frame: bool = True,
    **settings: Any,
) -> Bunch | tuple[Any, Any]:
    """Make a dataset for a classifier or an anomaly detector.

    The features are the columns of the role *feature*: no ids, nothing that follows from other columns, nothing that tells the
    answer. Needs scikit-learn, pandas and pyarrow. Nothing is fetched from a network.

    Parameters
    ----------
    preset : str, default "realistic"
        What to start from.
    seed : int, optional
        The seed; that of the preset without one.
    rows : int, optional
        The number of rows; that of the preset without one.
    return_X_y : bool, default False
        Whether to return ``(data, target)`` in place of a Bunch.
    as_frame : bool, default True
        Whether ``data`` is a ``pandas.DataFrame`` (names as categories, timestamps as ``datetime64``) and ``target`` a
        ``pandas.Series``. Otherwise ``data`` is an array of floats: a name is its place in ``categories``, a timestamp its seconds
        since 1970, and what is missing is NaN.
    **settings
        As of `cyberdatagen.generate`.

    Returns
    -------
    sklearn.utils.Bunch or tuple
        ``data`` (rows by features), ``target`` (1 for anomalous rows), ``feature_names``, ``target_names``, ``categories`` (by column
        of names, the names), ``frame`` (features and target; None without ``as_frame``) and ``DESCR``.

    Raises
    ------
    ConfigurationError
        As of `cyberdatagen.generate`; or the column of the label is switched off.

    Examples
    --------
    >>> from cyberdatagen.datasets import fetch_cyberdatagen
    >>> X, y = fetch_cyberdatagen(rows=1000, return_X_y=True)
    >>> X.shape[0], int(y.sum())
    (1000, 50)
    """
    from sklearn.utils import Bunch

    from .errors import ConfigurationError

    table = generate(preset, seed=seed, rows=rows, **settings)
    if TARGET not in table.column_names:
        raise ConfigurationError([("columns.is_anomaly", "the label is switched off", "leave the column on")])
    names = [column["name"] for column in table.schema if column["role"] == "feature"]
    frame = table.to_pandas()[[*names, TARGET]]
    features, target = frame[names], frame[TARGET]
    categories = {name: list(features[name].cat.categories) for name in names if features[name].dtype == "category"}
    data: Any = features
    if not as_frame:
        data, target = _numbers(features), target.to_numpy()
    if return_X_y:
        return data, target
    return Bunch(
        data=data,
        target=target,
        frame=frame if as_frame else None,
        feature_names=names,
        target_names=["Normal", "Anomalous"],
        categories=categories,
        DESCR=_description(table),
    )


def _numbers(features: Any) -> Any:
    """Give features as an array of floats."""
    import numpy as np

    columns = []
    for name in features:
        column = features[name]
        if column.dtype == "category":
            codes = column.cat.codes.to_numpy(dtype=float)
            columns.append(np.where(codes < 0, np.nan, codes))
        elif column.dtype.kind == "M":
            seconds = column.to_numpy().astype("datetime64[s]")
            columns.append(np.where(np.isnat(seconds), np.nan, seconds.astype("int64").astype(float)))
        else:
            columns.append(column.to_numpy(dtype=float))
    return np.column_stack(columns)


def _description(table: Any) -> str:
    """Describe a table as the loaders of scikit-learn do."""
    lines = [
        "Labeled synthetic cybersecurity data by CyberDataGen",
        "",
        f"{len(table)} rows. The same data on the page and on the command line: {table.link}",
        "",
    ]
    for column in table.schema:
        if column["role"] == "feature" or column["name"] == TARGET:
            unit = f" ({column['unit']})" if column["unit"] else ""
            lines.append(f"- {column['name']}{unit}: {column['description']}")
    return "\n".join(lines) + "\n"
