"""JUnit's XML, read back by a parser."""

from __future__ import annotations

import xml.etree.ElementTree as ET

from hypothesis import given

from monitor.feeds import junit
from monitor.feeds.results import Level, Report
from tests.feeds.reports import EXPIRED, OK, REPORTS, UNKNOWN, WAIVED, report, result


def suite(made: Report) -> ET.Element:
    root = ET.fromstring(junit.document(made).encode())  # noqa: S314 our own document
    (found,) = root
    assert (root.tag, found.tag) == ("testsuites", "testsuite")
    assert root.attrib == found.attrib
    return found


def test_every_reference_is_a_case_and_the_counts_are_right() -> None:
    found = suite(report(result(), OK, UNKNOWN, WAIVED))

    assert [case[0].tag for case in found] == ["failure", "system-out", "system-out", "skipped"]
    assert {key: found.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "4",
        "failures": "1",
        "errors": "0",
        "skipped": "1",
    }


def test_a_failure_names_the_model_its_place_and_what_to_do() -> None:
    (case,) = suite(report(result()))

    assert case.attrib == {"classname": "src/rank.py", "name": "gone (src/rank.py:12:9)", "file": "src/rank.py"}
    assert case[0].get("type") == "retired"
    assert case[0].get("message") == "openai/gone: retired on 2026-06-01"
    assert "Move to openai/next" in (case[0].text or "")


def test_what_nobody_vouches_for_fails_when_strict() -> None:
    lax = suite(report(UNKNOWN, faulty_waivers=(EXPIRED,), catalog_is_old=True))
    strict = suite(report(UNKNOWN, faulty_waivers=(EXPIRED,), catalog_is_old=True, strict=True))

    assert (lax.get("failures"), strict.get("failures")) == ("0", "3")


def test_a_pin_without_a_file_belongs_to_its_project() -> None:
    (case,) = suite(report(result(spot=None, project="ranker", location="somewhere")))

    assert (case.get("classname"), case.get("name"), case.get("file")) == ("ranker", "gone (somewhere)", None)


@given(REPORTS)
def test_whatever_strangers_write_it_is_well_formed_and_counts_itself(made: Report) -> None:
    found = suite(made)

    assert found.get("tests") == str(len(found))
    assert found.get("failures") == str(len(found.findall("testcase/failure")))
    assert found.get("skipped") == str(len(found.findall("testcase/skipped")))
    assert len(found.findall("testcase/skipped")) == sum(level is Level.NOTE for _, level in made.told())
