"""Outside check of the five files that the generator writes, with pandas and none of the generator's code.

    python check_files.py DIR [--profile notebook]

DIR holds cybersecurity_dataset_{normal,anomalous,combined}.csv, key_threat_indicators.csv and scenarios_with_colors.csv of a
classic preset. Prints one line a check and ends with status 1 at the first that fails. Score and level are recomputed for the
notebook's profile only; any other name skips these two checks.
"""

import argparse
import sys
from pathlib import Path

import numpy as np
import pandas as pd

ORIGINAL = Path(__file__).parents[1] / "original" / "cybersecurity_dataset_combined.csv"
DATE_FORMAT = "%Y-%m-%d %H:%M:%S"
WHOLE_COLUMNS = [
    "Issue Volume",
    "Issue Response Time Days",
    "Impact Score",
    "Session Duration in Second",
    "Num Files Accessed",
    "Login Attempts",
    "Is Anomaly",
]
DECIMAL_COLUMNS = ["Cost", "Data Transfer MB", "CPU Usage %", "Memory Usage MB", "Threat Score"]
DATE_COLUMNS = ["Date Reported", "Date Resolved", "Timestamps"]
ADD_ONS = ["Lock account and alert", "Restrict file access", "Require multi-factor authentication", "Limit data transfer"]
LEVEL_POINTS = {"Critical": 10, "High": 8, "Medium": 5, "Low": 2}


def fail(check, detail):
    """Reports the failed check and ends the program."""
    print(f"FAILED  {check}: {detail}")
    sys.exit(1)


def expect_all(check, table, holds):
    """Prints the check if `holds` is true in every row, else fails with the first row in which it is not."""
    holds = np.asarray(holds, dtype=bool)
    if not holds.all():
        position = int(np.argmin(holds))
        row = table.iloc[position].to_dict()
        fail(check, f"{np.count_nonzero(~holds)} of {len(holds)} rows, the first at position {position}: {row}")
    print(f"ok      {check} ({len(holds)} rows)")


def read_text(path):
    """The file as text, nothing taken for a missing value."""
    return pd.read_csv(path, dtype=str, keep_default_na=False)


def check_header(name, text):
    """The notebook's columns in the notebook's order."""
    expected = list(pd.read_csv(ORIGINAL, nrows=0).columns)
    if list(text.columns) != expected or len(expected) != 34:
        fail(f"{name}: header", f"{list(text.columns)} instead of {expected}")
    print(f"ok      {name}: 34 columns in the notebook's order")


def check_types(name, table, text):
    """Whole numbers, decimals and dates read as such; the date of resolution is missing exactly in open issues."""
    if table.empty:
        print(f"ok      {name}: no rows")
        return
    for columns, dtype in ((WHOLE_COLUMNS, "int64"), (DECIMAL_COLUMNS, "float64")):
        for column in columns:
            if table[column].dtype != dtype:
                fail(f"{name}: types", f"{column} is {table[column].dtype}, not {dtype}")
    missing = table.columns[table.isna().any()].drop("Date Resolved", errors="ignore")
    if len(missing) > 0:
        fail(f"{name}: types", f"missing values in {list(missing)}")
    print(f"ok      {name}: whole numbers are int64, decimals are float64, nothing missing")

    for column in DATE_COLUMNS:
        given = text.loc[text[column] != "", column]
        parsed = pd.to_datetime(given, format=DATE_FORMAT, errors="coerce")
        if parsed.isna().any() or (parsed.dt.strftime(DATE_FORMAT) != given).any():
            fail(f"{name}: dates", f"{column} is not written as {DATE_FORMAT}")
    print(f"ok      {name}: dates are written as {DATE_FORMAT}")
    is_open = text["Status"].isin(["Open", "In Progress"])
    expect_all(f"{name}: Date Resolved is missing exactly in open issues", text, (text["Date Resolved"] == "") == is_open)


def check_classes(texts):
    """The rows of the two class files are those of the combined file, in its order."""
    combined = texts["combined"]
    for name, label in (("normal", "0"), ("anomalous", "1")):
        part = combined[combined["Is Anomaly"] == label].reset_index(drop=True)
        if not part.equals(texts[name]):
            fail("normal + anomalous = combined", f"the {name} file differs from the rows of the combined file")
    if len(combined) != len(texts["normal"]) + len(texts["anomalous"]):
        fail("normal + anomalous = combined", "the numbers of rows differ")
    print(f"ok      normal + anomalous = combined ({len(texts['normal'])} + {len(texts['anomalous'])} rows, same order)")
    for column in ("Issue ID", "Issue Key"):
        expect_all(f"{column} is unique", combined, ~combined[column].duplicated())


def check_derived(table):
    """Response days and risk level follow from their columns."""
    reported = pd.to_datetime(table["Date Reported"], format=DATE_FORMAT)
    resolved = pd.to_datetime(table["Date Resolved"], format=DATE_FORMAT)
    days = pd.to_timedelta(table["Issue Response Time Days"], unit="D")
    expect_all("response days = Date Resolved - Date Reported", table, resolved.isna() | (resolved - reported == days))

    impact = table["Impact Score"]
    risk = np.select([impact > 8, impact > 5, impact > 3], ["Critical", "High", "Medium"], "Low")
    expect_all("Risk Level follows Impact Score", table, table["Risk Level"] == risk)


def steps(values, high, middle):
    """5 above `high`, 3 above `middle`, else 1."""
    return np.where(values > high, 5, np.where(values > middle, 3, 1))


def check_score(table):
    """Score and level by the notebook's profile; the sum is exact because it counts whole thousandths."""
    score = (
        250 * table["Severity"].map(LEVEL_POINTS)
        + 200 * table["Impact Score"]
        + 150 * table["Risk Level"].map(LEVEL_POINTS)
        + 100 * steps(table["Issue Response Time Days"], 7, 3)
        + 50 * steps(table["Login Attempts"], 5, 3)
        + 50 * steps(table["Num Files Accessed"], 10, 5)
        + 50 * steps(table["Data Transfer MB"], 100, 50)
        + 75 * steps(table["CPU Usage %"], 85, 60)
        + 75 * steps(table["Memory Usage MB"], 10_000, 6_000)
    )
    expect_all("Threat Score by the notebook's profile", table, (table["Threat Score"] - score / 1_000).abs() <= 1e-9)
    level = np.select([score >= 9_000, score >= 7_000, score >= 4_000], ["Critical", "High", "Medium"], "Low")
    expect_all("Threat Level by the notebook's thresholds", table, table["Threat Level"] == level)


def check_colors(table, scenarios):
    """Every row has the color of its scenario."""
    pairs = scenarios[["Threat Level", "Severity"]]
    if len(pairs) != 16 or pairs.duplicated().any() or not pairs.isin(list(LEVEL_POINTS)).all(axis=None):
        fail("scenarios", "not one line for each of the 16 pairs of threat level and severity")
    print("ok      one scenario for each of the 16 pairs of threat level and severity")
    color = scenarios.set_index(["Threat Level", "Severity"])["Suggested Color"]
    expected = color.loc[pd.MultiIndex.from_frame(table[["Threat Level", "Severity"]])].to_numpy()
    expect_all("Color by scenarios_with_colors.csv", table, table["Color"] == expected)


def check_actions(table):
    """The base action, then exactly the add-ons whose rules apply."""
    logins = table["Login Attempts"]
    applies = np.column_stack(
        [
            table["Threat Level"].isin(["Critical", "High"]) & (logins > 5),
            (table["Activity Type"] == "file_access") & (table["Num Files Accessed"] > 15),
            (table["Activity Type"] == "login") & (logins > 10),
            table["Data Transfer MB"] > 100,
        ]
    )
    parts = table["Defense Action"].str.split(" | ", regex=False)
    expected = [[text for text, rule in zip(ADD_ONS, row) if rule] for row in applies]
    expect_all("Defense Action has the add-ons of its rules", table, [p[1:] == e for p, e in zip(parts, expected)])
    expect_all("Defense Action starts with a base action", table, [p[0] != "" and p[0] not in ADD_ONS for p in parts])
    base = parts.str[0].groupby([table["Threat Level"], table["Severity"]]).transform("nunique")
    expect_all("one base action for each threat level and severity", table, base == 1)
    for text, count in zip(ADD_ONS, applies.sum(axis=0)):
        print(f"        {text}: {count} rows")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("dir", type=Path, metavar="DIR")
    parser.add_argument("--profile", default="notebook", help="the profile of the threat score (default: notebook)")
    arguments = parser.parse_args()

    texts, tables = {}, {}
    for name in ("normal", "anomalous", "combined"):
        path = arguments.dir / f"cybersecurity_dataset_{name}.csv"
        texts[name], tables[name] = read_text(path), pd.read_csv(path)
        check_header(name, texts[name])
        check_types(name, tables[name], texts[name])
    combined = tables["combined"]

    check_classes(texts)
    check_derived(combined)
    if arguments.profile == "notebook":
        check_score(combined)
    else:
        print(f"skipped Threat Score and Threat Level: profile {arguments.profile}")
    check_colors(combined, pd.read_csv(arguments.dir / "scenarios_with_colors.csv"))
    check_actions(combined)

    indicators = pd.read_csv(arguments.dir / "key_threat_indicators.csv")
    if len(indicators) != 11 or indicators.isna().any(axis=None):
        fail("key threat indicators", f"{len(indicators)} complete lines instead of 11")
    print("ok      11 key threat indicators")


if __name__ == "__main__":
    main()
