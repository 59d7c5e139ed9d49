"""The loader, as scikit-learn's own."""

import numpy as np
import pandas as pd
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import train_test_split

import cyberdatagen
from cyberdatagen.datasets import fetch_cyberdatagen


def test_a_bunch_has_what_those_of_scikit_learn_have():
    bunch = fetch_cyberdatagen(rows=2000, seed=3)
    assert bunch.data.shape == (2000, len(bunch.feature_names)) and list(bunch.data) == bunch.feature_names
    assert isinstance(bunch.target, pd.Series) and bunch.target.sum() == 100
    assert list(bunch.frame) == [*bunch.feature_names, "Is Anomaly"] and bunch.target_names == ["Normal", "Anomalous"]
    assert bunch.frame.equals(cyberdatagen.generate(rows=2000, seed=3).to_pandas()[list(bunch.frame)])
    assert "#v1.realistic&seed=3&rows=2000" in bunch.DESCR
    # No id, nothing that follows from others, no answer.
    assert not {"Issue ID", "User ID", "Threat Score", "Color", "Attack Type", "Is Anomaly"} & set(bunch.feature_names)
    X, y = fetch_cyberdatagen(rows=2000, seed=3, return_X_y=True)
    assert X.equals(bunch.data) and y.equals(bunch.target)


def test_arrays_have_the_values_of_the_frame():
    settings = {"preset": "messy-logs", "rows": 1500}
    frame, array = (fetch_cyberdatagen(as_frame=as_frame, **settings) for as_frame in (True, False))
    assert array.frame is None and array.data.dtype == float and array.data.shape == frame.data.shape
    assert np.array_equal(array.target, frame.target)
    assert np.isnan(array.data).sum() == frame.data.isna().sum().sum() > 0
    for place, name in enumerate(array.feature_names):
        column, cells = frame.data[name], array.data[:, place]
        if name in array.categories:
            assert [array.categories[name][int(code)] for code in cells] == column.tolist()
        elif column.dtype.kind == "M":
            assert (pd.to_datetime(cells, unit="s") == column).all()
        else:
            assert np.array_equal(cells, column.to_numpy(dtype=float), equal_nan=True)


def test_a_classifier_learns_from_it():
    X, y = fetch_cyberdatagen(return_X_y=True, as_frame=False)
    X_train, X_test, y_train, y_test = train_test_split(X, y, stratify=y, random_state=0)
    model = HistGradientBoostingClassifier(random_state=0).fit(X_train, y_train)
    assert 0.7 < roc_auc_score(y_test, model.predict_proba(X_test)[:, 1]) < 0.999


def test_without_a_label_there_is_no_dataset():
    with pytest.raises(cyberdatagen.ConfigurationError, match="leave the column on"):
        fetch_cyberdatagen(rows=300, columns_is_anomaly=False)
