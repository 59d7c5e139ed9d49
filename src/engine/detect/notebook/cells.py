# The cells of the notebook, in the percent format of Jupytext. Those that carry a name are filled in, or left out, by
# `notebook.rs`; what the code takes as given stands in the cell of parameters, which `parameters.rs` writes.

# %% [markdown] introduction

# %%
# %pip install --quiet numpy==2.4.6 pandas==3.1.1 scikit-learn==1.9.1 pyod==3.6.7 matplotlib==3.11.2

# %% [markdown]
# ## Parameters
#
# All that decides the figures. `SHOWN` holds ROC AUC and average precision as CyberDataGen gave them.

# %% parameters

# %%
import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
from pyod.models.copod import COPOD
from pyod.models.ecod import ECOD
from pyod.models.hbos import HBOS
from pyod.models.iforest import IForest
from pyod.models.knn import KNN
from pyod.models.lof import LOF
from pyod.models.pca import PCA
from sklearn.ensemble import HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import RocCurveDisplay, average_precision_score, roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.tree import DecisionTreeClassifier

# %% [markdown]
# ## Rows
#
# Cells are read as text, so that an identifier such as `007` stays what it is.

# %%
frame = pd.read_csv(FILE, dtype="str", keep_default_na=False, na_values=MISSING, **READ)

# %% own
# Spaces around a name do not count, and a column without a name is called by its number.
frame.columns = [f"Column {place + 1}" if name == f"Unnamed: {place}" else name.strip()
                 for place, name in enumerate(frame.columns)]

# %% campaigns
# The answer key says which rows belong to a campaign.
answers = pd.read_csv("answer_key.csv", dtype="str", keep_default_na=False, na_values=[""], **ANSWERS)
frame = frame.merge(answers[["Issue ID", "Campaign ID"]], on="Issue ID", how="left")

# %% [markdown] sampled
# Of more than 20,000 rows, 20,000 are drawn: the first of a permutation of the row numbers by a Feistel network, whose
# round function is the last step of SplitMix64.

# %%
WORD = (1 << 64) - 1


def mix(z):
    """The last step of SplitMix64."""
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & WORD
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & WORD
    return z ^ (z >> 31)

# %% sampled
def permuted(number, count):
    half = -(-(count - 1).bit_length() // 2)
    mask = (1 << half) - 1
    while True:
        left, right = number >> half, number & mask
        for key in SAMPLE_KEYS:
            left, right = right, left ^ (mix(right ^ key) & mask)
        number = left << half | right
        if number < count:
            return number


frame = frame.iloc[sorted(permuted(place, len(frame)) for place in range(SAMPLE_ROWS))].reset_index(drop=True)

# %%
for name in FEATURES["number"]:
    frame[name] = frame[name].astype(float)
if USERS_ARE_NUMBERS:
    frame[SPLIT_BY["user"]] = frame[SPLIT_BY["user"]].astype(float)
for name in TIMES:
    frame[name] = pd.to_datetime(frame[name], format="ISO8601", utc=True).dt.floor("s")

is_numeric = not isinstance(ANOMALOUS[0], str)
labels = (frame[TARGET].astype(float) if is_numeric else frame[TARGET].fillna("")).isin(ANOMALOUS).to_numpy()
print(f"{len(frame)} rows, {labels.sum()} of them anomalous")

# %% [markdown] synthetic
# ## Synthetic rows
#
# Balancing added rows. They are set aside until the real rows are split: one is learned from where the rows that it was made from
# are training rows, and none is judged on.

# %% synthetic
is_added = (frame[SYNTHETIC].astype(float) == 1).to_numpy()
added, frame = frame[is_added], frame[~is_added].reset_index(drop=True)
added_labels, labels = labels[is_added], labels[~is_added]

# %% [markdown]
# ## Split
#
# Rows are split before anything is learned. The random order is that of SplitMix64: rows, users or campaigns in rising
# order of its output *n*, where *n* is the row's number or the place of first appearance.
#
# - `stratified`: rows at random, with the same share of anomalous rows in both parts
# - `time`: earlier rows train, later rows test
# - `user`, `campaign`: all rows of one stay together, and train if the middle row lies within the share when they are
#   laid end to end; rows that belong to none are split at random

# %%
def order_key(number):
    """Output `number` of SplitMix64."""
    return mix((SEED + (number + 1) * 0x9E3779B97F4A7C15) & WORD)


def first_part(rows):
    count = int(np.floor(SHARE * len(rows) + 0.5))
    return rows[:min(max(count, 1), len(rows) - 1)] if len(rows) > 1 else rows[:count]


def split():
    """Whether each row is for training."""
    train = np.zeros(len(frame), bool)
    if SPLIT == "time":
        train[first_part(frame[SPLIT_BY["time"]].argsort(kind="stable").to_numpy())] = True
        return train
    groups = pd.Series(np.nan, frame.index) if SPLIT == "stratified" else frame[SPLIT_BY[SPLIT]]
    for label in (False, True):
        alone = np.flatnonzero((labels == label) & groups.isna())
        train[first_part(sorted(alone, key=lambda row: order_key(int(row))))] = True
    names = groups.dropna().unique()
    target, taken = SHARE * groups.notna().sum(), 0
    for number in sorted(range(len(names)), key=order_key):
        own = (groups == names[number]).to_numpy()
        if taken + own.sum() / 2 <= target:
            train[own] = True
        taken += own.sum()
    return train


train = split()

# %% synthetic
known = set(frame[ID][train]) if ID else set()
parents = added[PARENTS]
is_learned = (parents[PARENTS[0]].notna() & (parents.isna() | parents.isin(known)).all(axis=1)).to_numpy()
frame = pd.concat([frame, added[is_learned]], ignore_index=True)
labels = np.append(labels, added_labels[is_learned])
train = np.append(train, np.ones(is_learned.sum(), bool))

# %%
print(f"{train.sum()} training rows, {labels[train].sum()} anomalous; {(~train).sum()} test rows, {labels[~train].sum()} anomalous")

# %% [markdown]
# ## From rows to numbers
#
# All of it is learned from the training rows.
#
# 1. A number whose values are all at least 0 and whose skewness is above 1 becomes ln(1 + *x*).
# 2. With a baseline, a number is compared with what is usual for its user. Means are drawn towards that of all users, the more
#    the less users differ; variances as if each user had five more rows, and what is not known of the mean is added.
# 3. A missing value becomes the median.
# 4. A column is standardized.
# 5. A category becomes a column of 0 and 1 for each of its 30 most frequent values.

# %%
PRIOR_ROWS = 5


def logarithm(values):
    known = values[train].dropna()
    return np.log1p(values.clip(lower=0)) if (known >= 0).all() and known.skew() > 1 else values


def against_own_usual(values):
    users, known = frame[BASELINE], values[train]
    own = known.groupby(users[train])
    rows, mean, squares = own.count(), own.mean(), own.var(ddof=0) * own.count()
    rows, mean, squares = rows[rows > 0], mean[rows > 0], squares[rows > 0]
    total, within = rows.sum(), squares.sum() / rows.sum()
    apart = (rows * (mean - (rows * mean).sum() / total) ** 2).sum() - (len(rows) - 1) * squares.sum() / (total - len(rows))
    between = max(apart / (total - (rows ** 2).sum() / total), 1e-6 * within)
    rows, mean, squares = (users.map(usual).fillna(0) for usual in (rows, mean, squares))
    usual = (rows * mean + within / between * known.mean()) / (rows + within / between)
    variance = (squares + PRIOR_ROWS * within) / (rows + PRIOR_ROWS) + within / (rows + within / between)
    return (values - usual) / np.sqrt(variance)


def standardized(values):
    values = values.fillna(values[train].median())
    return (values - values[train].mean()) / values[train].std(ddof=0)


numbers, further = {}, {}  # what every detector sees, and what those see as well that learn from labels
for name in FEATURES["number"]:
    values = logarithm(frame[name])
    numbers[name] = against_own_usual(values) if BASELINE else values
for name in FEATURES["hour"]:
    hour = (frame[name] - frame[name].dt.normalize()).dt.total_seconds() / 3600
    (further if hour[train].isna().any() else numbers)[f"{name}, hour"] = hour
for name in FEATURES["weekday"]:
    weekday = frame[name].dt.dayofweek.astype(float)
    (further if weekday[train].isna().any() else numbers)[f"{name}, weekday"] = weekday
for one, other in FEATURES["agreement"]:
    both = frame[one].notna() & frame[other].notna()
    numbers[f"{one} equals {other}"] = (frame[one] == frame[other]).astype(float).where(both)
for start, end in FEATURES["delay"]:
    further[f"{start} to {end}"] = logarithm((frame[end] - frame[start]).dt.total_seconds() / 3600)
for name in FEATURES["empty"]:
    further[f"{name} is empty"] = frame[name].isna().astype(float)

categories = {}
for name in FEATURES["category"]:
    counts = frame[name][train].value_counts()
    for value in sorted(counts.index, key=lambda value: (-counts[value], value))[:30]:
        categories[f"{name} = {value}"] = (frame[name] == value).astype(float)


def matrix(*parts):
    columns = pd.DataFrame({name: values for part in parts for name, values in part.items()}, frame.index)
    return columns.loc[:, columns[train].nunique() > 1].to_numpy()


numbers, further = ({name: standardized(values) for name, values in part.items()} for part in (numbers, further))
plain, full = matrix(numbers), matrix(numbers, further, categories)
print(f"{plain.shape[1]} columns for detectors without labels, {full.shape[1]} for those that learn from labels")

# %% [markdown]
# ## Detectors
#
# Those that learn from labels are scikit-learn's, the others PyOD's, with the parameters of CyberDataGen.
#
# - Local outlier factor, k nearest neighbors, PCA and the threat score give the same figures, and logistic regression but for the
#   last digits. (With two columns PCA's component may point either way, and its scores with it.)
# - So do ECOD and COPOD, unless values differ in the last digit alone: ROC AUC then differs by at most 0.002.
# - So does the decision tree, unless two splits are equally good: scikit-learn chooses one by its seed, and may grow another tree.
# - Isolation forest and random forest draw numbers of their own, and gradient boosting has other bins and leaves. ROC AUC differs
#   by chance: usually by less than 0.03 where 45 test rows are anomalous. Average precision differs more.
# - In HBOS, whole numbers lie on the edges of bins, where the last digit decides: ROC AUC differs by up to 0.06.

# %%
STATE = SEED % 2**32
SUPERVISED = {
    "Logistic regression": make_pipeline(StandardScaler(), LogisticRegression(max_iter=10_000, tol=1e-12)),
    "Decision tree": DecisionTreeClassifier(max_depth=4, min_samples_leaf=20, random_state=STATE),
    "Random forest": RandomForestClassifier(n_estimators=100, random_state=STATE),
    "Gradient boosting": HistGradientBoostingClassifier(max_iter=100, max_depth=3, early_stopping=False),
}
UNSUPERVISED = {
    "ECOD": ECOD(),
    "COPOD": COPOD(),
    "HBOS": HBOS(),
    "Isolation forest": IForest(random_state=STATE),
    "Local outlier factor": LOF(),
    "k nearest neighbors": KNN(),
    "PCA": PCA(),
}


def scores(name):
    """The scores of the test rows."""
    if name in SUPERVISED:
        return SUPERVISED[name].fit(full[train], labels[train]).predict_proba(full[~train])[:, 1]
    if name in UNSUPERVISED:
        return UNSUPERVISED[name].fit(plain[train]).decision_function(plain[~train])
    return frame[name][~train].astype(float).to_numpy()


found = {name: scores(name) for name in SHOWN}

# %% [markdown] rest

# %% [markdown]
# ## Figures

# %%
rows = []
for name, (auc, precision) in SHOWN.items():
    own = roc_auc_score(labels[~train], found[name]), average_precision_score(labels[~train], found[name])
    rows.append([name, own[0], auc, own[0] - auc, own[1], precision, own[1] - precision])
table = pd.DataFrame(rows, columns=["Detector", "ROC AUC", "AUC shown", "AUC difference",
                                    "Average precision", "Precision shown", "Precision difference"])
table.round(4)

# %%
figure, axes = plt.subplots(figsize=(7, 7))
for name in SHOWN:
    RocCurveDisplay.from_predictions(labels[~train], found[name], name=name, ax=axes)
axes.plot([0, 1], [0, 1], color="gray", linestyle=":")
axes.set(xlabel="False-positive rate", ylabel="True-positive rate", title="ROC curves on the test rows")
plt.show()
