"""`extract`: saved documents become facts, without configuration, database or network."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from monitor.core.facts import Fact
from tests.cli.conftest import GOING, GONE, Terminal, page
from tests.e2e.mirror import Section

LIST = {"object": "list", "data": [{"id": f"gpt-{n}", "object": "model", "owned_by": "openai"} for n in range(12)]}


@pytest.fixture
def saved(terminal: Terminal) -> Path:
    file = terminal.folder / "page.md"
    file.write_text(page(GONE, GOING), "utf-8")
    return file


class TestFacts:
    def test_each_is_one_line_of_json_with_the_path_as_it_was_given(self, terminal: Terminal, saved: Path) -> None:
        answer = terminal("extract", "openai/deprecations", saved.name)

        rows = [json.loads(line) for line in answer.out.splitlines()]
        fact = next(row for row in rows if row["model_id"] == "gpt-4-0314")
        assert (answer.status, answer.err) == (0, "")
        assert set(fact) == {"document", *Fact.__dataclass_fields__}
        assert fact["document"] == "page.md"
        assert (fact["deprecated_on"], fact["shutdown_on"]) == ("2025-09-26", "2026-03-26")
        assert fact["replacements"] == ["gpt-5", "gpt-4.1"]
        assert "gpt-4-0314" in fact["quote"]

    def test_several_files_are_read_one_after_the_other(self, terminal: Terminal, saved: Path) -> None:
        other = terminal.folder / "other.md"
        other.write_text(page(GONE), "utf-8")

        answer = terminal("extract", "openai/deprecations", saved.name, other.name)

        documents = [json.loads(line)["document"] for line in answer.out.splitlines()]
        assert list(dict.fromkeys(documents)) == ["page.md", "other.md"]

    def test_the_suffix_says_what_kind_of_document_it_is(self, terminal: Terminal) -> None:
        (terminal.folder / "list.json").write_text(json.dumps(LIST), "utf-8")

        answer = terminal("extract", "openai/models", "list.json")

        assert answer.status == 0
        assert len(answer.out.splitlines()) == 12

    def test_nothing_is_written_and_a_broken_configuration_beside_it_does_not_matter(
        self, terminal: Terminal, saved: Path
    ) -> None:
        terminal.configure("[broken")
        before = terminal.files()

        answer = terminal("extract", "openai/deprecations", saved.name)

        assert answer.status == 0
        assert terminal.files() == before

    def test_what_was_not_understood_is_told_beside_the_facts(self, terminal: Terminal) -> None:
        odd = Section("2025-09-26", (("sometime, maybe", "gpt-4-0314", "`gpt-5`"),))
        (terminal.folder / "odd.md").write_text(page(odd), "utf-8")

        answer = terminal("extract", "openai/deprecations", "odd.md")

        assert "odd.md: not understood: " in answer.err
        assert "sometime, maybe" in answer.err
        assert "sometime, maybe" not in [json.loads(line)["shutdown_on"] for line in answer.out.splitlines()]

    def test_the_day_of_reading_is_that_of_today(self, terminal: Terminal) -> None:
        head = "| Model | Release date | Shutdown date | Recommended replacement |\n| --- | --- | --- | --- |\n"
        rows = "".join(f"| `gemini-0.{n}` | May 1, 2024 | June 1, 2026 | `gemini-9` |\n" for n in range(20))
        (terminal.folder / "google.md").write_text(f"# Gemini deprecations\n\n{head}{rows}", "utf-8")

        def ends(day: str) -> tuple[str | None, str | None]:
            """Google's dates are the earliest possible ones while they lie ahead."""
            answer = terminal("--today", day, "extract", "google/deprecations", "google.md")
            fact = json.loads(answer.out.splitlines()[0])
            return fact["earliest_shutdown_on"], fact["shutdown_on"]

        assert ends("2026-05-31") == ("2026-06-01", None)
        assert ends("2026-06-01") == (None, "2026-06-01")


class TestRejections:
    @pytest.mark.parametrize(
        "text",
        ["", "<html><body><h1>Sign in</h1><form><input type=password></form></body></html>", '{"error": "no"}'],
        ids=["empty", "login", "error"],
    )
    def test_a_document_that_would_not_be_believed_is_named_with_the_reason_and_status_4(
        self, terminal: Terminal, text: str, saved: Path
    ) -> None:
        (terminal.folder / "bad.html").write_text(text, "utf-8")

        answer = terminal("extract", "openai/deprecations", "bad.html", saved.name)

        assert answer.status == 4
        assert answer.err.startswith("bad.html: rejected: ")
        assert answer.err.count("\n") == 1
        assert {json.loads(line)["document"] for line in answer.out.splitlines()} == {saved.name}

    def test_an_unknown_source_is_refused_with_the_nearest(self, terminal: Terminal, saved: Path) -> None:
        answer = terminal("extract", "openai/deprecation", saved.name)

        assert (answer.status, answer.out) == (2, "")
        assert "openai/deprecations" in answer.err

    @pytest.mark.parametrize("name", ["missing.md", "."])
    def test_a_file_that_cannot_be_read_is_one_line_and_status_2(self, terminal: Terminal, name: str) -> None:
        answer = terminal("extract", "openai/deprecations", name)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.startswith(f"model-monitor: {name}: ")
        assert answer.err.count("\n") == 1
