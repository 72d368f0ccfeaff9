"""SARIF 2.1.0, as code scanning reads it.

A rule is one for each provider whose models end: its help is the provider's own page, and its id stays the same while
a finding goes from deprecated to retired, since GitHub takes another id for another alert. The fingerprint likewise:
it is made of file, reference and a count, and neither of the line nor of a date.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from typing import Any
from urllib.parse import quote

from monitor.core.alerts import Severity
from monitor.feeds import wording
from monitor.feeds.results import FaultyWaiver, Level, Report, Result, Spot

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_BASE = "%SRCROOT%"

Json = dict[str, Any]


def document(report: Report, *, version: str) -> str:
    """The whole document, as JSON in plain ASCII; `version` is that of this program."""
    told = list(report.told())
    rules = _rules([result for result, _ in told], report.faulty_waivers)
    places = {rule["id"]: i for i, rule in enumerate(rules)}
    seen: Counter[str] = Counter()
    results = [_result(result, level, places, seen) for result, level in told]
    results += [_of_waiver(waiver, report.lesser_level, places, seen) for waiver in report.faulty_waivers]
    run = {
        "tool": {"driver": {"name": "model-monitor", "semanticVersion": version, "rules": rules}},
        "automationDetails": {"id": "model-monitor/"},
        "originalUriBaseIds": {_BASE: {"description": {"text": "The folder in which the check ran."}}},
        "columnKind": "unicodeCodePoints",
        "invocations": [{"executionSuccessful": True, "toolExecutionNotifications": _notifications(report)}],
        "results": results,
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule_of(result: Result) -> str:
    match result.severity:
        case Severity.UNKNOWN:
            return "unknown-model"
        case Severity.UNCOVERED:
            return "uncovered-provider"
    return f"ending-model/{result.provider or 'any'}"


def _rules(results: list[Result], waivers: tuple[FaultyWaiver, ...]) -> list[Json]:
    """The rules that the results name, in the order of their ids."""
    rules = {
        "unknown-model": _rule("unknown-model", "UnknownModel", "No source names this model id.", Level.WARNING),
        "uncovered-provider": _rule(
            "uncovered-provider",
            "UncoveredProvider",
            "No source covers this model.",
            Level.WARNING,
        ),
        "faulty-waiver": _rule("faulty-waiver", "FaultyWaiver", "A waiver that waives nothing.", Level.WARNING),
    }
    used = {"faulty-waiver"} if waivers else set()
    for result in results:
        rule = _rule_of(result)
        used.add(rule)
        if rule not in rules:
            whose = f"A model of {result.provider}" if result.provider else "A model"
            rules[rule] = _rule(rule, "EndingModel", f"{whose} that is retired, or is going to be.", Level.ERROR)
        if result.link and rule.startswith("ending-model/"):
            rules[rule].setdefault("helpUri", result.link.partition("#")[0])
    return [rules[rule] for rule in sorted(used)]


def _rule(rule: str, name: str, text: str, level: Level) -> Json:
    help_text = (
        "Move to a model that lives, or waive the line with a date: model-monitor: ignore[until=YYYY-MM-DD] reason"
    )
    return {
        "id": rule,
        "name": name,
        "shortDescription": {"text": text},
        "fullDescription": {"text": text},
        "help": {"text": help_text},
        "defaultConfiguration": {"level": level.value},
        "properties": {"tags": ["maintainability", "models"]},
    }


def _result(result: Result, level: Level, places: dict[str, int], seen: Counter[str]) -> Json:
    rule = _rule_of(result)
    made: Json = {
        "ruleId": rule,
        "ruleIndex": places[rule],
        "level": level.value if level is not Level.NOTE else Level.WARNING.value,
        "message": _message(result),
        "locations": [_location(result)],
        "partialFingerprints": _fingerprints(seen, result),
        "properties": {
            "reference": result.reference,
            "severity": result.severity.value,
            "shutdownOn": result.shutdown_on and result.shutdown_on.isoformat(),
            "replacements": [f"{s.provider}/{s.model_id}" for s in result.suggestions],
        },
    }
    if result.waived:
        suppression = {"kind": "inSource", "status": "accepted", "justification": wording.waived(result)}
        made["suppressions"] = [suppression]
    return made


def _of_waiver(waiver: FaultyWaiver, level: Level, places: dict[str, int], seen: Counter[str]) -> Json:
    return {
        "ruleId": "faulty-waiver",
        "ruleIndex": places["faulty-waiver"],
        "level": level.value,
        "message": {"text": _escaped(wording.fault(waiver))},
        "locations": [{"physicalLocation": _physical(waiver.spot)}],
        "partialFingerprints": _counted(seen, waiver.spot.file, "waiver", waiver.reason),
    }


def _message(result: Result) -> Json:
    return {"text": _escaped(wording.message(result))}


def _escaped(text: str) -> str:
    """Foreign text in which `[text](1)` is no link and `{0}` no placeholder (SARIF 3.11.5 and 3.11.6)."""
    brackets = text.replace("\\", "\\\\").replace("[", "\\[").replace("]", "\\]")
    return brackets.replace("{", "{{").replace("}", "}}")


def _location(result: Result) -> Json:
    """Where it is written; what is in no file that we know is at least named."""
    named = {"fullyQualifiedName": "/".join(filter(None, (result.project, result.name))), "kind": "resource"}
    made: Json = {"logicalLocations": [named]}
    if result.spot:
        made["physicalLocation"] = _physical(result.spot, result.reference)
    return made


def _physical(spot: Spot, written: str = "") -> Json:
    made: Json = {"artifactLocation": {"uri": quote(spot.file, errors="replace"), "uriBaseId": _BASE}}
    if spot.line:
        region = {"startLine": spot.line, "startColumn": spot.column, "endColumn": spot.end_column}
        made["region"] = {key: value for key, value in region.items() if value}
        if spot.column and spot.end_column and spot.end_column - spot.column == len(written):
            made["region"]["snippet"] = {"text": written}
    return made


def _fingerprints(seen: Counter[str], result: Result) -> Json:
    """What tells this result from others on any day, wherever in its file the line moves."""
    place = result.spot.file if result.spot else result.location or ""
    return _counted(seen, place, result.reference, result.project or "", result.environment or "")


def _counted(seen: Counter[str], *parts: str) -> Json:
    """A fingerprint of texts; those that come again are counted."""
    made = hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:32]
    seen[made] += 1
    value = f"{made}:{seen[made]}"
    return {"modelReference/v1": value, "primaryLocationLineHash": value}


def _notifications(report: Report) -> list[Json]:
    told = [f"{unread.file}: {unread.reason}" for unread in report.unread]
    if report.catalog_is_old:
        told.append(wording.old_catalog(report))
    return [{"level": "warning", "message": {"text": _escaped(text)}} for text in told]
