"""Workflow commands: read back as GitHub's runner reads them."""

from __future__ import annotations

import re

from hypothesis import given

from monitor.feeds.github import commands
from monitor.feeds.results import Report
from tests.feeds.reports import EXPIRED, OK, REPORTS, UNKNOWN, WAIVED, report, result

COMMAND = re.compile(r"::(error|warning|notice) ((?:\w+=[^:,\r\n]*)(?:,\w+=[^:,\r\n]*)*)::([^\r\n]*)")


def read(line: str) -> tuple[str, dict[str, str], str]:
    found = COMMAND.fullmatch(line)
    assert found, line
    properties = dict(part.split("=", 1) for part in found[2].split(","))
    return found[1], {key: unescaped(value) for key, value in properties.items()}, unescaped(found[3])


def unescaped(text: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        text = text.replace(code, character)
    return text


def test_a_model_that_is_gone_is_an_error_at_its_place() -> None:
    (line,) = commands(report(result(), OK))

    kind, properties, message = read(line)
    assert kind == "error"
    assert properties == {
        "file": "src/rank.py",
        "line": "12",
        "col": "9",
        "endColumn": "13",
        "title": "openai/gone: retired on 2026-06-01",
    }
    assert message == (
        "openai/gone: retired on 2026-06-01. Move to openai/next (recommended by openai). "
        "See https://provider.example.org/deprecations#june (read on 2026-08-22)."
    )


def test_the_loudest_come_first_since_github_shows_only_the_first_of_each_kind() -> None:
    kinds = [read(line)[0] for line in commands(report(WAIVED, UNKNOWN, result(), faulty_waivers=(EXPIRED,)))]

    assert kinds == ["error", "warning", "notice", "warning"]


def test_a_waived_line_is_a_notice_with_its_day_and_reason() -> None:
    (line,) = commands(report(WAIVED))

    assert "Waived until 2027-01-31: moved in the first quarter." in read(line)[2]


def test_an_expired_waiver_and_an_old_catalog_are_errors_when_strict() -> None:
    lax = commands(report(OK, faulty_waivers=(EXPIRED,), catalog_is_old=True))
    strict = commands(report(OK, faulty_waivers=(EXPIRED,), catalog_is_old=True, strict=True))

    assert [read(line)[0] for line in lax] == ["warning", "warning"]
    assert [read(line)[0] for line in strict] == ["error", "error"]


def test_a_comma_or_colon_of_a_file_name_ends_no_property() -> None:
    from monitor.feeds.results import Spot

    (line,) = commands(report(result(spot=Spot("a,line=1::x%25.py", 7))))

    _, properties, _ = read(line)
    assert (properties["file"], properties["line"]) == ("a,line=1::x%25.py", "7")


@given(REPORTS)
def test_whatever_strangers_write_each_finding_is_one_command_and_nothing_else(made: Report) -> None:
    lines = list(commands(made))

    for line in lines:
        read(line)
    assert len(lines) == len(list(made.told())) + len(made.faulty_waivers) + made.catalog_is_old
