"""Checks rules that `cyberdatagen rules --sigma` wrote: pySigma reads them without an error, and they say of the rows of a stream
what the stream says. A rule of rows is held against each row; a correlation is counted anew, by user.

Usage: saved_rules.py RULES.yml STREAM.jsonl
"""

import json
import sys
from collections import Counter, defaultdict
from datetime import datetime

from sigma.collection import SigmaCollection
from sigma.conditions import ConditionAND, ConditionFieldEqualsValueExpression, ConditionNOT, ConditionOR
from sigma.correlations import SigmaCorrelationRule
from sigma.types import SigmaCompareExpression, SigmaExists, SigmaNull, SigmaNumber, SigmaString

OPERATORS = {
    SigmaCompareExpression.CompareOperators.LT: lambda found, value: found < value,
    SigmaCompareExpression.CompareOperators.LTE: lambda found, value: found <= value,
    SigmaCompareExpression.CompareOperators.GT: lambda found, value: found > value,
    SigmaCompareExpression.CompareOperators.GTE: lambda found, value: found >= value,
}
COUNTS = {
    "GT": lambda found, value: found > value,
    "GTE": lambda found, value: found >= value,
}


def holds(item, row):
    """Whether a part of a rule's condition holds for a row."""
    if isinstance(item, ConditionAND):
        return all(holds(part, row) for part in item.args)
    if isinstance(item, ConditionOR):
        return any(holds(part, row) for part in item.args)
    if isinstance(item, ConditionNOT):
        return not any(holds(part, row) for part in item.args)
    assert isinstance(item, ConditionFieldEqualsValueExpression), item
    assert item.field in row, f"{item.field} is no field"
    value, found = item.value, row[item.field]
    if isinstance(value, SigmaNull):
        return found is None
    if isinstance(value, SigmaExists):
        return (found is not None) == bool(value)
    if found is None:
        return False
    if isinstance(value, SigmaCompareExpression):
        return OPERATORS[value.op](found, value.number.number)
    if isinstance(value, SigmaNumber):
        return found == value.number
    assert isinstance(value, SigmaString), value
    return str(found).lower() == str(value).lower()


def main(rules_path, stream_path):
    collection = SigmaCollection.from_yaml(open(rules_path, encoding="utf-8").read())
    assert not collection.errors, collection.errors
    rows = [json.loads(line) for line in open(stream_path, encoding="utf-8")]
    said = [set((row["Fired Rules"] or "").split(" | ")) for row in rows]
    matched = {}
    for rule in collection.rules:
        assert not rule.errors, rule.errors
        if not isinstance(rule, SigmaCorrelationRule):
            condition = rule.detection.parsed_condition[0].parsed
            matched[rule.name or rule.title] = [holds(condition, row) for row in rows]
    counted = Counter()
    for rule in collection.rules:
        if isinstance(rule, SigmaCorrelationRule):
            assert rule.group_by == ["User ID"], rule.group_by
            of, seconds = matched[rule.rules[0].reference], rule.timespan.seconds
            found, recent = [], defaultdict(list)
            for row, is_counted in zip(rows, of):
                time = datetime.fromisoformat(row["Timestamps"]).timestamp()
                times = recent[row["User ID"]]
                if is_counted:
                    times.append(time)
                times[:] = [then for then in times if then > time - seconds]
                found.append(COUNTS[rule.condition.op.name](len(times), rule.condition.count))
        elif rule.name:
            continue
        else:
            found = matched[rule.title]
        differing = [row["Issue ID"] for row, is_found, of in zip(rows, found, said) if is_found != (rule.title in of)]
        assert not differing, (rule.title, len(differing), differing[:5])
        counted[rule.title] = sum(found)
    print(json.dumps(counted))


if __name__ == "__main__":
    main(*sys.argv[1:])
