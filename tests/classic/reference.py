"""Reference sample of the classic preset, for the distribution tests.

This sampler is written from the description of the notebook's distributions alone and shares no code with the generator. It
draws both classes with NumPy and writes `reference.json`: for every numeric column points of the empirical distribution
function, for every categorical column the shares. A test compares the generator's rows with these points by their
Kolmogorov-Smirnov distance.

A world is one draw of all user and department profiles. Every world gives only 100 rows a class, so that the fixture describes
the distribution over worlds and not the profiles of a single one. All columns of a row are arrays of shape (worlds, rows).

Points [x, F] mean: a share F of the rows is at most x. Columns of at most 400 distinct values list them all; the others list
the distinct values among 400 evenly spaced quantiles and, before every atom, the value just below it. Shares of categories are
exact probabilities, but for Risk Level and Threat Level, which are counted in the sample.

    python reference.py                      writes reference.json beside this file
    python reference.py --out -              prints it
"""

import argparse
import datetime
import json
import sys
from pathlib import Path

import numpy as np

SEED = 20230101
WORLDS = 4_000
ROWS_PER_WORLD = 100
POINTS = 400

START = datetime.date(2023, 1, 1)
SPAN_DAYS = (datetime.date(2026, 11, 7) - START).days
FIRST_WEEKDAY = START.weekday()
FRIDAY, SATURDAY = 4, 5

KPI = [
    "Network Security",
    "Access Control",
    "System Vulnerability",
    "Penetration Testing Effectiveness",
    "Management Oversight",
    "Procurement Security",
    "Control Effectiveness",
    "Asset Inventory Accuracy",
    "Vulnerability Remediation",
    "Risk Management Maturity",
    "Risk Assessment Coverage",
]
KRI = [
    "Data Breach",
    "Phishing Attack",
    "Malware",
    "Data Leak",
    "Legal Compliance",
    "Risk Exposure",
    "Cloud Security Posture",
    "Unauthorized Access",
    "DDOS",
]
CATEGORIES = KPI + KRI
LEVELS = ["Low", "Medium", "High", "Critical"]
STATUSES = ["Open", "In Progress", "Resolved", "Closed"]
DEPARTMENTS = ["IT", "Finance", "Operations", "HR", "Legal", "Sales", "C-Suite Executives", "External Contractors"]
LOCATIONS = ["CANADA", "USA", "Unknown", "EU", "DE", "FR", "JP", "CN", "AU", "IN", "UK"]
ACTIVITIES = ["login", "file_access", "data_modification"]
REPORTERS = [f"Reporter {number}" for number in range(1, 11)]
ASSIGNEES = [f"Assignee {number}" for number in range(1, 21)]
USERS = 100

WHOLE_COLUMNS = {
    "Issue Response Time Days",
    "Impact Score",
    "Session Duration in Second",
    "Num Files Accessed",
    "Login Attempts",
    "Reported day",
    "Reported hour",
    "Activity delay minutes",
    "Resolved delay days",
}

# What differs between the classes only in its figures. Lists follow LEVELS and ACTIVITIES; `category_factor` names the
# exceptions, its key None stands for all other categories.
NORMAL = {
    "severity": [0.25] * 4,
    "activity": [1 / 3] * 3,
    "same_ip": 0.2,
    "response": {"days": 7, "severity": [0.8, 1, 1.5, 2], "weight": (0.5, 1.5), "closed": 1, "open": 2, "spread": 3},
    "severity_factor": [1, 1.5, 2.5, 4],
    "category_factor": {"Data Breach": 3, "Malware": 2, "Unauthorized Access": 2.5, None: 1},
    "impact": {"mean": 5, "deviation": 3, "least": 1},
    "cost": {"mean": 5_000, "deviation": 2_000, "least": 100},
}
ANOMALOUS = {
    "severity": [0.05, 0.15, 0.4, 0.4],
    "activity": [0.2, 0.4, 0.4],
    "same_ip": 0.0,
    "response": {"days": 14, "severity": [1.5, 2, 3, 4], "weight": (1, 2), "closed": 1.5, "open": 2.5, "spread": 2},
    "severity_factor": [1.5, 2, 3, 5],
    "category_factor": {"Data Breach": 4, "Malware": 3, "Unauthorized Access": 3.5, None: 1.5},
    "impact": {"mean": 7 * 1.2, "deviation": 4, "least": 3},
    "cost": {"mean": 10_000 * 1.5, "deviation": 5_000, "least": 500},
}


def draw_profiles(rng, worlds):
    """The profiles of every world: `activity` and `tolerance` by user, `risk` and `multiplier` by department."""
    return {
        "activity": rng.uniform(0.5, 1.5, (worlds, USERS)),
        "tolerance": rng.uniform(0.8, 1.2, (worlds, USERS)),
        "risk": rng.uniform(0.5, 1.5, (worlds, len(DEPARTMENTS))),
        "multiplier": rng.uniform(0.8, 1.2, (worlds, len(DEPARTMENTS))),
    }


def draw_report_normal(rng, shape):
    """Day and minute of day of the report: about one row a day, later on Fridays and Saturdays and in the morning."""
    rows_per_day = max(1, shape[1] / SPAN_DAYS)
    day = np.minimum(np.floor(np.arange(shape[1]) / rows_per_day), SPAN_DAYS).astype(int)
    moment = day * 1440 + rng.integers(0, 24, shape) * 60 + rng.integers(0, 60, shape)
    weekday = (FIRST_WEEKDAY + moment // 1440) % 7
    late = (weekday == FRIDAY) | (weekday == SATURDAY)
    moment = moment + np.where(late, rng.integers(2, 7, shape) * 60, 0)
    hour = moment // 60 % 24
    morning = (hour >= 9) & (hour <= 11)
    return moment + np.where(morning, rng.integers(15, 46, shape), 0)


def draw_report_anomalous(rng, shape):
    """Any day of the span; with probability 0.4 an hour of the night."""
    day = rng.integers(0, SPAN_DAYS + 1, shape)
    night = rng.choice([0, 1, 2, 3, 4, 5, 6, 22, 23], shape)
    hour = np.where(rng.random(shape) < 0.4, night, rng.integers(0, 24, shape))
    return day * 1440 + hour * 60 + rng.integers(0, 60, shape)


def draw_usage_normal(rng, activity, a, m, r):
    """Session, files, logins, transfer, processor and memory of normal rows; `a`, `m` and `r` are the profiles."""
    shape = activity.shape
    session = np.maximum(10, np.floor(rng.exponential(600 * np.array([0.5, 1.5, 2])[activity] * a)))
    files = np.maximum(1, rng.poisson(5 * np.array([0.1, 2, 1.5])[activity] * a * m))
    logins = np.maximum(1, np.round(rng.negative_binomial(3, 0.5, shape) + 3 * a * r))
    transfer = np.maximum(0.1, rng.pareto(2, shape) * 10 * np.array([0.1, 1.5, 2.5])[activity] * m * a)
    cpu = np.clip(rng.normal(30 + session / 300, 10), 1, 100)
    memory = np.maximum(512, rng.normal(4_000 + 5 * session, 1_000))
    return session, files, logins, transfer, cpu, memory


def draw_usage_anomalous(rng, activity, a, m, r):
    """The same of anomalous rows. A large transfer may shorten the session, before processor and memory follow from it."""
    shape = activity.shape
    session = np.maximum(5, np.floor(rng.exponential(900 * np.array([0.8, 2, 3])[activity] * a * 1.5)))
    files = np.maximum(5, np.floor(rng.negative_binomial(5, 0.3, shape) + 40 * np.array([0.5, 3, 2.5])[activity] * a * m))
    logins = np.maximum(5, np.round(rng.negative_binomial(10, 0.3, shape) + 30 * a * r))
    transfer = np.maximum(1, rng.pareto(1.5, shape) * 300 * np.array([0.5, 2, 4])[activity] * m * a)
    burst = (rng.random(shape) < 0.3) & (transfer > 1_000) & (session < 300)
    session = np.where(burst, np.maximum(10, np.floor(session * rng.uniform(0.2, 0.5, shape))), session)
    cpu = np.clip(rng.normal(60 + session / 200, 15), 1, 100)
    memory = np.maximum(1_000, rng.normal(8_000 + 10 * session, 2_000))
    return session, files, logins, transfer, cpu, memory


def steps(values, high, middle):
    """5 above `high`, 3 above `middle`, else 1."""
    return np.where(values > high, 5, np.where(values > middle, 3, 1))


def threat_score(severity, impact, risk, response, logins, files, transfer, cpu, memory):
    """The notebook's score in whole thousandths, which keeps the sum exact. `severity` and `risk` are indices of LEVELS."""
    points = np.array([2, 5, 8, 10])
    return (
        250 * points[severity]
        + 200 * impact.astype(int)
        + 150 * points[risk]
        + 100 * steps(response, 7, 3)
        + 50 * steps(logins, 5, 3)
        + 50 * steps(files, 10, 5)
        + 50 * steps(transfer, 100, 50)
        + 75 * steps(cpu, 85, 60)
        + 75 * steps(memory, 10_000, 6_000)
    )


def sample(rng, figures, profiles, draw_report, draw_usage, rows=ROWS_PER_WORLD):
    """`rows` rows of one class in every world, as (numeric columns, indices of LEVELS for the columns of levels)."""
    worlds = len(profiles["risk"])
    shape = (worlds, rows)

    severity = rng.choice(4, shape, p=figures["severity"])
    activity = rng.choice(3, shape, p=figures["activity"])
    status = rng.integers(0, len(STATUSES), shape)
    category = rng.integers(0, len(CATEGORIES), shape)
    department = rng.integers(0, len(DEPARTMENTS), shape)
    user = rng.integers(0, USERS, shape)
    is_closed = status >= STATUSES.index("Resolved")

    world = np.arange(worlds)[:, None]
    a = profiles["activity"][world, user]
    t = profiles["tolerance"][world, user]
    r = profiles["risk"][world, department]
    m = profiles["multiplier"][world, department]

    reported = draw_report(rng, shape)
    delay = rng.integers(0, 24, shape) * 60 + rng.integers(0, 60, shape)

    rule = figures["response"]
    mean = rule["days"] * np.array(rule["severity"])[severity] * rng.uniform(*rule["weight"], shape)
    mean = mean * np.where(is_closed, rule["closed"], rule["open"])
    response = np.maximum(1, np.floor(rng.normal(mean, mean / rule["spread"])))

    factor = figures["category_factor"]
    factor = np.array([factor.get(name, factor[None]) for name in CATEGORIES])[category]
    factor = factor * np.array(figures["severity_factor"])[severity]
    rule = figures["impact"]
    impact = np.clip(np.floor(rng.normal(rule["mean"] * factor * t, rule["deviation"])), rule["least"], 10)
    rule = figures["cost"]
    cost = np.maximum(rule["least"], rng.normal(rule["mean"] * factor * r, rule["deviation"])).round(2)
    risk = np.searchsorted([3, 5, 8], impact, side="left")

    session, files, logins, transfer, cpu, memory = draw_usage(rng, activity, a, m, r)
    transfer, cpu, memory = transfer.round(3), cpu.round(2), memory.round(2)
    score = threat_score(severity, impact, risk, response, logins, files, transfer, cpu, memory)
    level = np.searchsorted([4_000, 7_000, 9_000], score, side="right")

    columns = {
        "Issue Response Time Days": response,
        "Impact Score": impact,
        "Cost": cost,
        "Session Duration in Second": session,
        "Num Files Accessed": files,
        "Login Attempts": logins,
        "Data Transfer MB": transfer,
        "CPU Usage %": cpu,
        "Memory Usage MB": memory,
        "Threat Score": score / 1_000,
        "Reported day": reported // 1440,
        "Reported hour": reported // 60 % 24,
        "Activity delay minutes": delay,
        "Resolved delay days": response[is_closed],
    }
    return columns, {"Risk Level": risk, "Threat Level": level}


def distribution_points(values, is_whole):
    """Points [x, F] of the empirical distribution function of `values`."""
    distinct, counts = np.unique(values, return_counts=True)
    at_most = np.cumsum(counts)
    if len(distinct) <= POINTS:
        chosen = np.arange(len(distinct))
    else:
        total = at_most[-1]
        chosen = np.searchsorted(at_most, np.linspace(1, total, POINTS).round())
        atoms = np.flatnonzero(counts > total / POINTS)
        chosen = np.unique(np.concatenate([chosen, atoms, np.maximum(atoms - 1, 0)]))
    number = int if is_whole else float
    return [[number(distinct[i]), round(float(at_most[i] / at_most[-1]), 6)] for i in chosen]


def uniform(names):
    """Equal shares of all names."""
    return {name: round(1 / len(names), 9) for name in names}


def category_shares(figures, counted):
    """The probabilities of `figures` and the shares of the `counted` columns, which hold indices of LEVELS."""
    shares = {
        "Severity": dict(zip(LEVELS, figures["severity"])),
        "Status": uniform(STATUSES),
        "Category": uniform(CATEGORIES),
        "KPI/KRI": {"KPI": len(KPI) / len(CATEGORIES), "KRI": len(KRI) / len(CATEGORIES)},
        "Department Affected": uniform(DEPARTMENTS),
        "Activity Type": {name: round(p, 9) for name, p in zip(ACTIVITIES, figures["activity"])},
        "User Location": uniform(LOCATIONS),
        "IP equals user location": {"0": 1 - figures["same_ip"], "1": figures["same_ip"]},
        "Reporters": uniform(REPORTERS),
        "Assignees": uniform(ASSIGNEES),
    }
    for column, values in counted.items():
        counts = np.bincount(values.ravel(), minlength=len(LEVELS))
        shares[column] = {name: round(float(count / values.size), 6) for name, count in zip(LEVELS, counts)}
    return shares


def sample_classes(seed, worlds, rows=ROWS_PER_WORLD):
    """Both classes of `worlds` worlds; the rows of a world share its profiles."""
    rng = np.random.default_rng(seed)
    profiles = draw_profiles(rng, worlds)
    return {
        "normal": sample(rng, NORMAL, profiles, draw_report_normal, draw_usage_normal, rows),
        "anomalous": sample(rng, ANOMALOUS, profiles, draw_report_anomalous, draw_usage_anomalous, rows),
    }


def build_fixture(seed, worlds):
    """The whole fixture, as in `reference.json`."""
    classes = sample_classes(seed, worlds)
    figures = {"normal": NORMAL, "anomalous": ANOMALOUS}
    return {
        "about": f"Independent sample of the classic preset by reference.py: {worlds} worlds of {ROWS_PER_WORLD} rows a class, "
        f"each with its own profiles; numpy {np.__version__}, seed {seed}.",
        "rows_per_class": worlds * ROWS_PER_WORLD,
        "columns": {
            name: {column: distribution_points(values, column in WHOLE_COLUMNS) for column, values in columns.items()}
            for name, (columns, _) in classes.items()
        },
        "categories": {name: category_shares(figures[name], counted) for name, (_, counted) in classes.items()},
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--worlds", type=int, default=WORLDS)
    parser.add_argument("--out", default=str(Path(__file__).with_name("reference.json")), help="a file, or - to print")
    arguments = parser.parse_args()

    fixture = build_fixture(arguments.seed, arguments.worlds)
    text = json.dumps(fixture, sort_keys=True, separators=(",", ":"), ensure_ascii=False) + "\n"
    if arguments.out == "-":
        sys.stdout.write(text)
    else:
        Path(arguments.out).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
