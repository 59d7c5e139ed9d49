# The cells of the starter notebook, in the percent format of Jupytext. Those that carry a name are filled in, or left out, by
# `starter.rs`.

# %% [markdown] introduction

# %% install

# %% sql

# %% [markdown]
# ## The rows
#
# Columns that follow from others, ids and the label are no features.

# %% load

# %%
frame.describe(include="all").transpose()

# %% [markdown] model
# ## A first model
#
# Gradient boosting, on the earlier 70 % of the rows. Numbers of categories stand for their names, and of times the hour and the
# weekday count. Average precision is to be compared with the share of anomalous rows, which a model without skill reaches.

# %% model
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.metrics import average_precision_score, roc_auc_score

features = frame[NUMBERS].astype(float)
for column in CATEGORIES:
    features[column] = frame[column].astype("category").cat.codes
for column in TIMES:
    features[f"{column}, hour"] = frame[column].dt.hour
    features[f"{column}, weekday"] = frame[column].dt.weekday

order = frame.sort_values("Timestamps").index if "Timestamps" in frame else frame.sample(frac=1, random_state=0).index
train, test = order[: int(0.7 * len(order))], order[int(0.7 * len(order)) :]
label = frame["Is Anomaly"]
model = HistGradientBoostingClassifier(random_state=0).fit(features.loc[train], label.loc[train])
scores = pd.Series(model.predict_proba(features.loc[test])[:, 1], index=test)
print(f"ROC AUC {roc_auc_score(label.loc[test], scores):.3f}")
print(f"Average precision {average_precision_score(label.loc[test], scores):.3f}, without skill {label.loc[test].mean():.3f}")

# %% [markdown] answers
# ## What it finds
#
# The answer key says which attack a row belongs to. Of each, how many rows are among the hundred that score highest?

# %% answers
answers = READ_ANSWERS
found = frame.loc[scores.nlargest(100).index].merge(answers, on="Issue ID")
found["Attack Type"].fillna("none").value_counts()
