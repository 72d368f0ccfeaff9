"""`check --format`: the same answer for code scanning, pull requests and test reports."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import Terminal

FORMATS = ("text", "json", "sarif", "github", "junit", "csv")


@pytest.fixture
def tree(terminal: Terminal) -> Path:
    path = terminal.folder / "app.py"
    path.write_text('MODEL = "gpt-4-0314"\nOTHER = "gpt-97-mini"\n', "utf-8")
    return path


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("openai/gpt-4-0314",), 1),
        (("openai/no-such-model",), 0),
        (("openai/no-such-model", "--strict"), 3),
    ],
)
def test_the_status_is_the_same_in_every_format(
    terminal: Terminal, form: str, words: tuple[str, ...], status: int
) -> None:
    assert terminal("check", *words, "--format", form).status == status


@pytest.mark.usefixtures("tree")
class TestOfATree:
    def test_sarif_names_the_line(self, terminal: Terminal) -> None:
        answer = terminal("check", "--path", "app.py", "--format", "sarif")

        gone, unknown = answer.json["runs"][0]["results"]
        place = gone["locations"][0]["physicalLocation"]
        assert (gone["level"], unknown["level"]) == ("error", "warning")
        assert (place["artifactLocation"]["uri"], place["region"]["startLine"]) == ("app.py", 1)

    def test_github_gets_commands_and_the_sum(self, terminal: Terminal) -> None:
        answer = terminal("check", "--path", "app.py", "--format", "github")

        lines = answer.out.splitlines()
        assert lines[0].startswith("::error file=app.py,line=1,col=10,endColumn=20,title=openai/gpt-4-0314")
        assert lines[1].startswith("::warning file=app.py,line=2,")
        assert lines[-1] == "2 references checked in 1 file: 1 retired, 1 unknown"

    def test_junit_has_a_case_for_each_reference(self, terminal: Terminal) -> None:
        answer = terminal("check", "--path", "app.py", "--format", "junit")

        cases = ET.fromstring(answer.out.encode()).findall("testsuite/testcase")  # noqa: S314 our own document
        assert [case.get("name") for case in cases][:2] == ["gpt-4-0314 (app.py:1:10)", "gpt-97-mini (app.py:2:10)"]

    @pytest.mark.parametrize("form", ["json", "sarif", "junit"])
    def test_what_a_program_reads_stands_alone_on_standard_output(self, terminal: Terminal, form: str) -> None:
        answer = terminal("check", "--path", "app.py", "--format", form)

        assert answer.out[0] in "{<"
        assert answer.out.rstrip()[-1] in "}>"
        assert "bundled catalog" in answer.err


def test_a_pin_with_a_path_and_a_line_is_told_at_that_place(polled: Terminal) -> None:
    answer = polled("check", "--project", "ranker", "--format", "github")

    assert any("file=rank.py,line=12,title=openai/gpt-5-2025-08-07" in line for line in answer.out.splitlines())
