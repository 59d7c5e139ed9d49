"""Reads files of events as other tools do, one folder after the other, and prints a line of JSON for each.

Fields of ECS are held against Elastic's own list (ecs_fields.json), those of OCSF against its schema (ocsf_schema.json) and
py-ocsf-models; CEF is read by cefp, syslog by syslog-rfc5424-parser, Zeek's log by zat, the STIX bundle by stix2, the rules by
pySigma. All formats have to hold the same events, and these add up to the rows of the dataset. An error ends the script.
"""

import fnmatch
import ipaddress
import json
import pathlib
import re
import sys
import warnings
from collections import Counter, defaultdict
from decimal import Decimal

warnings.filterwarnings("ignore")
import cefp
import stix2
from py_ocsf_models.events.findings.detection_finding import DetectionFinding
from sigma.collection import SigmaCollection
from sigma.conditions import ConditionAND, ConditionFieldEqualsValueExpression, ConditionNOT
from sigma.rule import SigmaRule
from sigma.types import SigmaCIDRExpression, SigmaCompareExpression, SigmaNumber, SigmaString
from syslog_rfc5424_parser import SyslogMessage
from zat.log_to_dataframe import LogToDataFrame

HERE = pathlib.Path(__file__).parent
ECS = json.loads((HERE / "ecs_fields.json").read_text())
OCSF = json.loads((HERE / "ocsf_schema.json").read_text())
NETWORKS = [
    ipaddress.ip_network(text)
    for text in ["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32"]
]


def lines(path):
    """The lines of a file, which end in a line feed alone."""
    return path.read_bytes().decode("utf-8").removesuffix("\n").split("\n")


def objects(path):
    return [json.loads(line) for line in lines(path)]


def check(holds, *told):
    if not holds:
        raise SystemExit(f"wrong: {told}")


def address(text):
    parsed = ipaddress.ip_address(text)
    check(str(parsed) == text and any(parsed in network for network in NETWORKS), text)
    return parsed


def flat(value, path=""):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from flat(inner, f"{path}.{key}" if path else key)
    else:
        yield path, value


# Elastic Common Schema.

IS_OF_TYPE = {
    "date": lambda it: re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z", it),
    "keyword": lambda it: isinstance(it, str),
    "wildcard": lambda it: isinstance(it, str),
    "ip": address,
    "long": lambda it: isinstance(it, int) and -(2**63) <= it < 2**63,
    "float": lambda it: isinstance(it, (int, float)),
}


def ecs(path):
    """The events, flat, by id."""
    written = objects(path)
    events = {}
    for action, event in zip(written[::2], written[1::2], strict=True):
        check(set(action) == {"create"}, action)
        fields = dict(flat(event))
        check(action["create"]["_id"] == fields["event.id"], action)
        check(action["create"]["_index"] == "logs-" + fields["event.dataset"] + "-default", action)
        for name, value in fields.items():
            if name.startswith("cyberdatagen."):
                continue
            field = ECS["fields"][name]
            check(isinstance(value, list) == field["array"], name, value)
            for one in value if field["array"] else [value]:
                check(IS_OF_TYPE[field["type"]](one), name, one)
                check("values" not in field or one in field["values"], name, one)
        for category in fields["event.category"]:
            allowed = ECS["fields"]["event.category"]["values"][category]
            check(set(fields["event.type"]) <= set(allowed), fields["event.category"], fields["event.type"])
        check(fields["ecs.version"] == ECS["version"], fields["ecs.version"])
        for name in ["host.name", "destination.domain"]:
            check(name not in fields or fields[name].endswith(".example"), name)
        events[fields["event.id"]] = fields
    check(len(events) * 2 == len(written), "ids occur once")
    return events


# OCSF.

PRIMITIVES = {
    "ip_t": address,
    "timestamp_t": lambda it: isinstance(it, int) and it >= 0,
    "integer_t": lambda it: isinstance(it, int) and -(2**31) <= it < 2**31,
    "long_t": lambda it: isinstance(it, int) and -(2**63) <= it < 2**63,
    "port_t": lambda it: isinstance(it, int) and 0 <= it < 65_536,
    "boolean_t": lambda it: isinstance(it, bool),
    "object": lambda it: isinstance(it, dict),
}


def ocsf_object(value, schema, where):
    attributes = schema["attributes"]
    for name, attribute in attributes.items():
        check(attribute["requirement"] != "required" or name in value, where, name, "is required")
    for names in schema["constraints"].values():
        check(any(name in value for name in names), where, names)
    for name, member in value.items():
        check(name in attributes, where, name, "is unknown")
        attribute = attributes[name]
        check(isinstance(member, list) == attribute["array"], where, name)
        for one in member if attribute["array"] else [member]:
            kind = attribute["type"]
            if kind in OCSF["objects"]:
                ocsf_object(one, OCSF["objects"][kind], f"{where}.{name}")
            else:
                check(PRIMITIVES.get(kind, lambda it: isinstance(it, str))(one), where, name, one, kind)
            # Numbers of categories and classes are the schema's own structure.
            if "values" in attribute and name not in ("category_uid", "class_uid", "type_uid"):
                check(one in attribute["values"], where, name, one)


def ocsf(path):
    events = {}
    for event in objects(path):
        uid, activity = event["class_uid"], event["activity_id"]
        check(event["type_uid"] == uid * 100 + activity, event)
        check(event["category_uid"] == uid // 1000, event)
        ocsf_object(event, OCSF["classes"][str(uid)], str(uid))
        check(event["metadata"]["version"] == OCSF["version"], event["metadata"])
        if uid == 2004:
            DetectionFinding.model_validate(event)
        events[event["metadata"]["uid"]] = event
    return events


# Lines of text.


def cef(path):
    events = {}
    for line in lines(path):
        parsed = cefp.CEFParser.parse(line)
        # The parser is not strict about what may stand where; this is.
        header = re.match(r"CEF:0((?:\|(?:[^|\\]|\\[|\\])*){6})\|", line)
        check(header, line[:200])
        name, title, severity = header.group(1).split("|")[4:]
        check(0 <= int(severity) <= 10, severity)
        found, rest = {}, line[header.end():]
        keys = list(re.finditer(r"(?:^| )([A-Za-z0-9]+)=", rest))
        for this, following in zip(keys, [*keys[1:], None]):
            value = rest[this.end(): following.start() if following else len(rest)]
            found[this.group(1)] = re.sub(
                r"\\(.)", lambda it: {"n": "\n", "r": "\r"}.get(it.group(1), it.group(1)), value
            )
        check(parsed is not None, line[:200])
        for custom in [key for key in found if re.fullmatch(r"(cs|cn|cfp|c6a)\d", key)]:
            check(found.get(custom + "Label"), custom, "has no label")
        for key in ["src", "dst", "c6a2", "c6a3"]:
            check(key not in found or address(found[key]).version == (6 if key[0] == "c" else 4), found)
        events[found["externalId"]] = {**found, "_name": name}
    return events


def leef(path):
    events = {}
    for line in lines(path):
        version, vendor, product, number, name, delimiter, rest = line.split("|", 6)
        check((version, delimiter) == ("LEEF:2.0", "x09"), line[:200])
        pairs = [pair.split("=", 1) for pair in rest.split("\t")]
        fields = dict(pairs)
        check(len(fields) == len(pairs), line[:200])
        events[fields["eventId"]] = {**fields, "_name": name}
    return events


def syslog(path):
    events = {}
    for line in lines(path):
        message = SyslogMessage.parse(line)
        # The parser leaves escapes as they are.
        written = message.sd["event@32473"].items()
        data = {name: re.sub(r'\\(["\\\]])', r"\1", value) for name, value in written}
        check(len(message.msgid) <= 32 and len(message.hostname) <= 255, line[:200])
        events[data["id"]] = {**data, "_name": message.msgid, "_time": message.timestamp}
    return events


def splunk(path):
    events = {}
    for event in objects(path):
        check({"time", "host", "source", "sourcetype", "event"} == set(event), event)
        events[event["event"]["event_id"]] = {**event["event"], "_time": event["time"]}
    return events


def zeek(folder, expected):
    """The flows as Zeek's tools read them, from both files."""
    frame = LogToDataFrame().create_dataframe(str(folder / "events.conn.log"), ts_index=False)
    in_json = {event["uid"]: event for event in objects(folder / "events.conn.ndjson")}
    check(len(frame) == len(expected) == len(in_json), "as many flows")
    header = lines(folder / "events.conn.log")
    check(header[0] == r"#separator \x09" and header[-1].startswith("#close\t"), header[0])
    for row in frame.to_dict("records"):
        event, twin = expected[row["uid"][1:]], in_json[row["uid"]]
        check(row["uid"][0] == "C", row)
        check(row["orig_bytes"] == event["source.bytes"] == twin["orig_bytes"], row)
        check(row["resp_bytes"] == event["destination.bytes"] == twin["resp_bytes"], row)
        check(row["id.orig_h"] == event["source.ip"] == twin["id.orig_h"], row)
        check(row["id.resp_h"] == event["destination.ip"] == twin["id.resp_h"], row)
        check(row["id.resp_p"] == event["destination.port"] == twin["id.resp_p"], row)
        check(row["proto"] == event["network.transport"] == twin["proto"], row)
        check(row["orig_ip_bytes"] > row["orig_bytes"] - 1, row)
        check(abs(twin["duration"] * 1e9 - event["event.duration"]) < 1, row)


# The events against the rows.


def sums(rows, key, events):
    """The events of each row add up to its columns."""
    of_row = defaultdict(Counter)
    for truth in key:
        event, total = events[truth["Event ID"]], of_row[truth["Issue ID"]]
        total[truth["Event Kind"]] += 1
        total["bytes"] += event.get("network.bytes", 0)
        total["memory"] += event.get("cyberdatagen.process_memory_bytes", 0)
        total["cpu"] += round(event.get("cyberdatagen.process_cpu_percent", 0) * 100)
    check(len(of_row) == len(rows), "every row has events")

    def number(row, column, factor=1):
        return 0 if row[column] is None else int(Decimal(str(row[column])) * factor)

    for row in rows:
        total = of_row[row["Issue ID"]]
        check(total["login"] == number(row, "Login Attempts"), row, total)
        check(total["file"] == number(row, "Num Files Accessed"), row, total)
        check(total["bytes"] == number(row, "Data Transfer MB", 1_000_000), row, total)
        check(total["cpu"] == number(row, "CPU Usage %", 100), row, total)
        check(total["memory"] == number(row, "Memory Usage MB", 1_000_000), row, total)
        check(total["alert"] == (row["Threat Level"] in ("High", "Critical")), row, total)


# Attacks.


def holds(item, event):
    """Whether a part of a Sigma rule's condition holds for an event."""
    if isinstance(item, ConditionAND):
        return all(holds(part, event) for part in item.args)
    if isinstance(item, ConditionNOT):
        return not any(holds(part, event) for part in item.args)
    if not isinstance(item, ConditionFieldEqualsValueExpression):
        return any(holds(part, event) for part in item.args)
    value, found = item.value, event.get(item.field)
    if found is None:
        return False
    if isinstance(value, SigmaCIDRExpression):
        return ipaddress.ip_address(found) in ipaddress.ip_network(value.cidr, strict=False)
    if isinstance(value, SigmaCompareExpression):
        check(value.op == SigmaCompareExpression.CompareOperators.GTE, value)
        return found >= value.number.number
    if isinstance(value, SigmaNumber):
        return found == value.number
    check(isinstance(value, SigmaString), value)
    return fnmatch.fnmatch(str(found).lower(), str(value).lower())


def sigma(folder, events, key):
    collection = SigmaCollection.from_yaml((folder / "attacks.sigma.yml").read_text())
    check(not collection.errors, collection.errors)
    rules = [rule for rule in collection.rules if isinstance(rule, SigmaRule)]
    check(len(rules) == 11 and len(collection.rules) == 14, collection.rules)
    traces = {truth["Event ID"] for truth in key if truth["Is Trace"]}
    listed = defaultdict(lambda: defaultdict(set))
    for match in objects(folder / "sigma_matches.jsonl") if (folder / "sigma_matches.jsonl").stat().st_size else []:
        listed[match["Rule"]][match["Expected"]].add(match["Event ID"])
    counts = Counter()
    for rule in rules:
        title = rule.title.removesuffix(", single event")
        condition = rule.detection.parsed_condition[0].parsed
        matched = {id for id, event in events.items() if holds(condition, event)}
        lists = listed[title]
        check(matched & traces == lists["match"], title, "should match")
        check(matched - traces == lists["false positive"], title, "false positives")
        check(not matched & lists["no match"], title, "should not match")
        check(lists["no match"] <= set(events), title)
        counts[rule.name] = len(lists["match"])
    return counts


def attacks(folder, key):
    bundle = stix2.parse((folder / "attacks.stix.json").read_text(), version="2.1")
    kinds = Counter(object.type for object in bundle.objects)
    ids = {object.id for object in bundle.objects}
    check(len(ids) == len(bundle.objects), "ids occur once")
    for object in bundle.objects:
        for name in ["source_ref", "target_ref", "sighting_of_ref", "created_by_ref"]:
            check(name not in object or object[name] in ids, object)
        check(object.id.split("--")[1][14] == "5", object.id)
    check(kinds["identity"] == 1 and kinds["campaign"] == kinds["sighting"], kinds)
    rows_of = {truth["Issue ID"]: truth for truth in key}.values()
    campaigns = Counter(truth["Campaign ID"] for truth in rows_of if truth["Campaign ID"])
    seen = {it.id: it.name for it in bundle.objects if it.type == "campaign"}
    for object in bundle.objects:
        if object.type == "sighting":
            check(object["count"] == campaigns[seen[object.sighting_of_ref]], object)
    layer = json.loads((folder / "attacks.navigator.json").read_text())
    check(layer["domain"] == "enterprise-attack" and layer["versions"]["layer"] == "4.5", layer["versions"])
    counted = Counter()
    for technique in layer["techniques"]:
        check(re.fullmatch(r"T\d{4}(\.\d{3})?", technique["techniqueID"]), technique)
        counted[technique["techniqueID"]] += technique["score"]
    expected = Counter(truth["ATT&CK Technique"] for truth in rows_of if truth["ATT&CK Technique"])
    check(counted == expected, counted, expected)
    return kinds


def names(folder, events, in_cef, in_leef, in_syslog, in_splunk, in_ocsf):
    """Text that readers stumble over comes back as each format defines."""
    path = folder / "names.json"
    if not path.exists():
        return 0
    known = set(json.loads(path.read_text()))
    control = {number: None for number in range(32)} | {number: None for number in range(127, 160)}
    spaced = {number: " " for number in control}

    def octal(text):
        return "".join(f"#{ord(it):03o}" if ord(it) in control else it for it in text)

    seen = set()
    for id, event in events.items():
        department = event["user.group.name"]
        check(department in known, department)
        seen.add(department)
        kept = {number: it for number, it in spaced.items() if chr(number) not in "\n\r"}
        check(in_cef[id]["cs2"] == department.translate(kept), department)
        check(in_leef[id]["department"] == department.translate(spaced), department)
        check(in_syslog[id]["department"] == octal(department), department)
        check(in_splunk[id]["user_bunit"] == department, department)
        user = in_ocsf[id].get("user") or in_ocsf[id].get("actor", {}).get("user")
        check(not user or user["groups"][0]["name"] == department, department)
    check(seen == known, "each name occurs")
    return len(seen)


def read(folder):
    events = ecs(folder / "events.ecs.ndjson")
    key = objects(folder / "event_answer_key.jsonl")
    check({truth["Event ID"] for truth in key} == set(events), "the key has every event")
    sums(objects(folder / "cybersecurity_dataset_combined.jsonl"), key, events)
    in_ocsf = ocsf(folder / "events.ocsf.ndjson")
    in_splunk, in_cef = splunk(folder / "events.hec.ndjson"), cef(folder / "events.cef.log")
    in_leef, in_syslog = leef(folder / "events.leef.log"), syslog(folder / "events.syslog.log")
    for other in [in_ocsf, in_splunk, in_cef, in_leef, in_syslog]:
        check(set(other) == set(events), "the same events")
    for id, event in events.items():
        user, action = event["user.name"], event["event.action"]
        check(in_cef[id]["suser"] == in_leef[id]["usrName"] == in_syslog[id]["user"] == user, id)
        check(in_cef[id]["_name"] == in_leef[id]["_name"] == in_syslog[id]["_name"] == action, id)
        check(in_splunk[id]["user"] == user and in_splunk[id]["name"] == action, id)
        check(int(in_cef[id]["rt"]) == int(in_leef[id]["devTime"]) == in_ocsf[id]["time"], id)
        check(abs(in_splunk[id]["_time"] * 1000 - in_ocsf[id]["time"]) < 0.5, id)
        check(in_syslog[id]["_time"].startswith(event["@timestamp"][:-1]), in_syslog[id]["_time"])
    flows = {id: event for id, event in events.items() if event["event.category"] == ["network"]}
    zeek(folder, flows)
    hostile = names(folder, events, in_cef, in_leef, in_syslog, in_splunk, in_ocsf)
    found = {
        "folder": folder.name,
        "events": len(events),
        "kinds": Counter(truth["Event Kind"] for truth in key),
        "stix": attacks(folder, key),
        "sigma": sigma(folder, events, key),
        "hostile names": hostile,
    }
    print(json.dumps(found))


for folder in sys.argv[1:]:
    read(pathlib.Path(folder))
