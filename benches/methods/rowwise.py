"""Classic's rows drawn and scored one by one in plain Python, as the notebook that this project replaces does it: a call for each
cell, a dictionary for each row, and a data frame in the end.

The figures are those of tests/classic/reference.py; texts stand in for the notebook's.
"""

import random
from datetime import datetime, time, timedelta

import numpy as np
import pandas as pd

import reference
from .columns import ANOMALY_SHARE, LABEL

START = datetime.combine(reference.START, time())

#: What the classes differ in beside the figures of the reference, by activity.
SESSION = [[0.5, 1.5, 2], [0.8, 2, 3]]
FILES = [[0.1, 2, 1.5], [0.5, 3, 2.5]]
TRANSFER = [[0.1, 1.5, 2.5], [0.5, 2, 4]]

NIGHT = [0, 1, 2, 3, 4, 5, 6, 22, 23]


def reported(number, is_anomalous, days):
    """When an issue is reported."""
    if is_anomalous:
        hour = random.choice(NIGHT) if random.random() < 0.4 else random.randint(0, 23)
        return START + timedelta(days=random.randint(0, days), hours=hour, minutes=random.randint(0, 59))
    found = START + timedelta(days=number % days, hours=random.randint(0, 23), minutes=random.randint(0, 59))
    if found.weekday() in (reference.FRIDAY, reference.SATURDAY):
        found += timedelta(hours=random.randint(2, 6))
    if 9 <= found.hour <= 11:
        found += timedelta(minutes=random.randint(15, 45))
    return found


def usage(activity, is_anomalous, user, department):
    """Session, files, logins, transfer, processor and memory."""
    scale = user["activity"]
    session = np.random.exponential((900 * 1.5 if is_anomalous else 600) * SESSION[is_anomalous][activity] * scale)
    session = max(5 if is_anomalous else 10, int(session))
    load = FILES[is_anomalous][activity] * scale * department["multiplier"]
    volume = TRANSFER[is_anomalous][activity] * scale * department["multiplier"]
    risk = scale * department["risk"]
    if not is_anomalous:
        files = max(1, np.random.poisson(5 * load))
        logins = max(1, round(np.random.negative_binomial(3, 0.5) + 3 * risk))
        transfer = max(0.1, np.random.pareto(2) * 10 * volume)
        cpu = np.random.normal(30 + session / 300, 10)
        memory = max(512, np.random.normal(4_000 + 5 * session, 1_000))
    else:
        files = max(5, int(np.random.negative_binomial(5, 0.3) + 40 * load))
        logins = max(5, round(np.random.negative_binomial(10, 0.3) + 30 * risk))
        transfer = max(1, np.random.pareto(1.5) * 300 * volume)
        if random.random() < 0.3 and transfer > 1_000 and session < 300:
            session = max(10, int(session * random.uniform(0.2, 0.5)))
        cpu = np.random.normal(60 + session / 200, 15)
        memory = max(1_000, np.random.normal(8_000 + 10 * session, 2_000))
    return session, files, logins, round(transfer, 3), round(min(100, max(1, cpu)), 2), round(memory, 2)


def row(number, is_anomalous, users, departments, days):
    """One row, without what follows from its score."""
    figures = reference.ANOMALOUS if is_anomalous else reference.NORMAL
    category = random.choice(reference.CATEGORIES)
    severity = random.choices(range(4), figures["severity"])[0]
    status = random.choice(reference.STATUSES)
    activity = random.choices(range(3), figures["activity"])[0]
    user = f"User_{random.randint(1, reference.USERS)}"
    department = random.choice(reference.DEPARTMENTS)
    location = random.choice(reference.LOCATIONS)
    elsewhere = random.choice([other for other in reference.LOCATIONS if other != location])
    profile, of_department = users[user], departments[department]

    found = reported(number, is_anomalous, days)
    is_closed = status in ("Resolved", "Closed")
    rule = figures["response"]
    mean = rule["days"] * rule["severity"][severity] * random.uniform(*rule["weight"]) * rule["closed" if is_closed else "open"]
    response = max(1, int(np.random.normal(mean, mean / rule["spread"])))

    factor = figures["category_factor"].get(category, figures["category_factor"][None]) * figures["severity_factor"][severity]
    rule = figures["impact"]
    impact = int(np.random.normal(rule["mean"] * factor * profile["tolerance"], rule["deviation"]))
    impact = min(10, max(rule["least"], impact))
    rule = figures["cost"]
    cost = max(rule["least"], np.random.normal(rule["mean"] * factor * of_department["risk"], rule["deviation"]))
    session, files, logins, transfer, cpu, memory = usage(activity, is_anomalous, profile, of_department)
    name = f"{category}: {'attack' if is_anomalous else 'finding'}"
    return {
        "Issue ID": f"ISSUE-{number:04}",
        "Issue Key": f"KEY-{number:04}",
        "Issue Name": name,
        "Issue Volume": 1,
        "Category": category,
        "Severity": reference.LEVELS[severity],
        "Status": status,
        "Reporters": random.choice(reference.REPORTERS),
        "Assignees": random.choice(reference.ASSIGNEES),
        "Date Reported": found,
        "Date Resolved": found + timedelta(days=response) if is_closed else None,
        "Issue Response Time Days": response,
        "Impact Score": impact,
        "Risk Level": "Critical" if impact > 8 else "High" if impact > 5 else "Medium" if impact > 3 else "Low",
        "Department Affected": department,
        "Remediation Steps": f"Steps for {name}",
        "Cost": round(cost, 2),
        "KPI/KRI": "KPI" if category in reference.KPI else "KRI",
        "User ID": user,
        "Timestamps": found + timedelta(hours=random.randint(0, 23), minutes=random.randint(0, 59)),
        "Activity Type": reference.ACTIVITIES[activity],
        "User Location": location,
        "IP Location": location if random.random() < figures["same_ip"] else elsewhere,
        "Session Duration in Second": session,
        "Num Files Accessed": files,
        "Login Attempts": logins,
        "Data Transfer MB": transfer,
        "CPU Usage %": cpu,
        "Memory Usage MB": memory,
    }


def points(value, high, middle):
    """5 above `high`, 3 above `middle`, else 1."""
    return 5 if value > high else 3 if value > middle else 1


LEVEL_POINTS = dict(zip(reference.LEVELS, [2, 5, 8, 10]))


def threat_score(row):
    """The weighted sum of a row's indicators."""
    return (
        0.25 * LEVEL_POINTS[row["Severity"]]
        + 0.2 * row["Impact Score"]
        + 0.15 * LEVEL_POINTS[row["Risk Level"]]
        + 0.1 * points(row["Issue Response Time Days"], 7, 3)
        + 0.05 * points(row["Login Attempts"], 5, 3)
        + 0.05 * points(row["Num Files Accessed"], 10, 5)
        + 0.05 * points(row["Data Transfer MB"], 100, 50)
        + 0.075 * points(row["CPU Usage %"], 85, 60)
        + 0.075 * points(row["Memory Usage MB"], 10_000, 6_000)
    )


def threat_level(score):
    """The level of a score."""
    return "Critical" if score >= 9 else "High" if score >= 7 else "Medium" if score >= 4 else "Low"


def defense(row):
    """What is done about a row: by its level and severity, and by what was observed."""
    actions = [f"Action for {row['Threat Level']}, {row['Severity']}"]
    if row["Threat Level"] in ("Critical", "High") and row["Login Attempts"] > 5:
        actions.append("lock the account")
    if row["Activity Type"] == "file_access" and row["Num Files Accessed"] > 15:
        actions.append("restrict file access")
    if row["Activity Type"] == "login" and row["Login Attempts"] > 10:
        actions.append("require multi-factor authentication")
    if row["Data Transfer MB"] > 100:
        actions.append("limit data transfer")
    return "; ".join(actions)


def frame(rows):
    """So many rows, scored: normal rows, then anomalous ones."""
    users = {
        f"User_{number}": {"activity": random.uniform(0.5, 1.5), "tolerance": random.uniform(0.8, 1.2)}
        for number in range(1, reference.USERS + 1)
    }
    departments = {
        name: {"risk": random.uniform(0.5, 1.5), "multiplier": random.uniform(0.8, 1.2)} for name in reference.DEPARTMENTS
    }
    anomalous = round(rows * ANOMALY_SHARE)
    drawn = []
    for is_anomalous, count in enumerate([rows - anomalous, anomalous]):
        for number in range(1, count + 1):
            made = row(number, is_anomalous, users, departments, reference.SPAN_DAYS)
            made["Threat Score"] = threat_score(made)
            made["Threat Level"] = threat_level(made["Threat Score"])
            made["Defense Action"] = defense(made)
            made[LABEL] = is_anomalous
            made["Color"] = f"{made['Threat Level']} {made['Severity']}"
            drawn.append(made)
    return pd.DataFrame(drawn)
