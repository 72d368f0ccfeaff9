"""`catalog`: the facts that come with the program, and how they are made."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

import pytest

from monitor.catalog import facts as catalog
from tests.cli.conftest import GOING, GONE, Terminal, page
from tests.e2e.mirror import Mirror

HEADER = "source\tdate\tformat\tpath\tnotes\n"


@pytest.fixture
def saved(terminal: Terminal) -> Path:
    """Three saved documents of OpenAI's page, the newest of which is a login page, and one of an unknown source."""
    folder = terminal.folder / "saved"
    folder.mkdir()
    (folder / "old.md").write_text(page(GONE), "utf-8")
    (folder / "new.md").write_text(page(GONE, GOING), "utf-8")
    (folder / "login.html").write_text("<html><form><input type='password'></form></html>", "utf-8")
    manifest = folder / "MANIFEST.tsv"
    manifest.write_text(
        f"{HEADER}openai/deprecations\t2026-07-01\tmd\told.md\t\n"
        'openai/deprecations\t2026-08-01\tmd\tnew.md\ta note with a " in it\n'
        "openai/deprecations\t2026-08-02\thtml\tlogin.html\t\n"
        "openai/deprecations\tunknown\tmd\told.md\t\n"
        "openai/localized\t2026-08-20\tmd\tmissing.md\t\n"
        "azure/models\t2026-08-20\tjson\tmissing.json\t\n",  # every customer has a list of their own
        "utf-8",
    )
    return manifest


class TestFromDocuments:
    def test_the_newest_that_can_be_believed_counts_with_its_day(self, terminal: Terminal, saved: Path) -> None:
        answer = terminal("catalog", "export", "--documents", str(saved))

        made = catalog.parse(answer.out)
        assert answer.status == 0
        assert set(made.sources) == {"openai/deprecations"}
        assert made.sources["openai/deprecations"].as_of.isoformat() == "2026-08-01"
        assert "gpt-5-2025-08-07" in {fact.model_id for fact in made.sources["openai/deprecations"].facts}

    def test_a_row_that_later_documents_have_no_more_stays(self, terminal: Terminal, saved: Path) -> None:
        (saved.parent / "new.md").write_text(page(GOING), "utf-8")

        made = catalog.parse(terminal("catalog", "export", "--documents", str(saved)).out)

        assert "gpt-4-0314" in {fact.model_id for fact in made.sources["openai/deprecations"].facts}

    def test_what_was_passed_over_is_told_with_the_reason(self, terminal: Terminal, saved: Path) -> None:
        answer = terminal("catalog", "export", "--documents", str(saved))

        told = answer.err.splitlines()
        assert [line.split(": ")[0] for line in told] == ["passed over", "passed over"]
        assert "its day is not known" in answer.err
        assert "login.html: " in answer.err

    def test_it_is_written_to_a_file_and_says_nothing_on_standard_output(self, terminal: Terminal, saved: Path) -> None:
        answer = terminal("catalog", "export", "--documents", str(saved), "facts.json")

        assert (answer.status, answer.out) == (0, "")
        assert catalog.parse((terminal.folder / "facts.json").read_text("utf-8")).sources

    @pytest.mark.parametrize(
        ("text", "says"),
        [
            ("source\tpath\n", "no column date"),
            ("", "no column source"),
            (HEADER, "no document of a known source"),
            (f"{HEADER}openai/deprecations\t2026-08-01\tmd\tmissing.md\t\n", "missing.md"),
        ],
    )
    def test_a_table_that_cannot_be_used_is_one_line_and_status_2(
        self, terminal: Terminal, text: str, says: str
    ) -> None:
        (terminal.folder / "table.tsv").write_text(text, "utf-8")

        answer = terminal("catalog", "export", "--documents", "table.tsv", "facts.json")

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1
        assert says in answer.err
        assert not (terminal.folder / "facts.json").exists()

    @pytest.mark.parametrize("name", ["missing.tsv", "."])
    def test_a_table_that_cannot_be_read_is_one_line_and_status_2(self, terminal: Terminal, name: str) -> None:
        answer = terminal("catalog", "export", "--documents", name)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1


class TestFromTheRecord:
    def test_it_holds_what_the_sources_said_as_of_their_last_reading(self, polled: Terminal) -> None:
        answer = polled("catalog", "export")

        made = catalog.parse(answer.out)
        facts = {fact.model_id: fact for fact in made.sources["openai/deprecations"].facts}
        assert answer.status == 0
        assert {source_id: s.as_of.isoformat() for source_id, s in made.sources.items()} == {
            "openai/deprecations": "2026-08-22"
        }
        assert len(facts) == 32
        assert str(facts["gpt-4-0314"].shutdown_on) == "2026-03-26"
        assert {fact.quote for fact in facts.values()} == {""}

    def test_a_row_that_vanished_from_a_page_stays(self, polled: Terminal, pages: Mirror) -> None:
        pages.documents["openai/deprecations"] = page(GOING)
        polled("poll", "--source", "openai/deprecations")

        assert '"gpt-4-0314"' in polled("catalog", "export").out

    def test_without_any_reading_there_is_nothing_to_export(self, shop: Terminal) -> None:
        shop("db", "upgrade")

        answer = shop("catalog", "export")

        assert (answer.status, answer.out) == (2, "")
        assert "model-monitor poll" in answer.err

    def test_a_file_that_cannot_be_written_is_one_line_and_status_2(self, polled: Terminal) -> None:
        answer = polled("catalog", "export", "no/such/folder/facts.json")

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1


class TestBundled:
    def test_its_sources_are_listed_with_their_days(self, terminal: Terminal) -> None:
        text = terminal("catalog", "show")
        json = terminal("catalog", "show", "--json").json

        listed = {source["id"] for source in json["sources"]}
        assert {line.split()[0] for line in text.out.splitlines()[1:]} == listed
        assert {"openai/deprecations", "anthropic/deprecations", "google/deprecations"} <= listed

    def test_it_holds_no_sentence_of_any_page(self) -> None:
        text = (resources.files("monitor.catalog") / catalog.FILE).read_text("utf-8")

        values = [
            value
            for section in json.loads(text)["sources"].values()
            for fact in section["facts"]
            for key, given in fact.items()
            for value in (given if isinstance(given, list) else [given])
            if key != "replacement_text"  # names and conditions, see tests/catalog/test_facts.py
        ]
        assert len(values) > 500
        names = [value for value in values if len(re.findall(r"\S+", value)) > 2]  # "Claude 3.5 Sonnet v2"
        assert [name for name in names if len(name) > 50 or re.search(r"[.!?:;](?:\s|$)", name)] == []


class TestFigures:
    def test_the_table_is_made_of_the_library_and_of_others_tables(self, terminal: Terminal, tmp_path: Path) -> None:
        table = tmp_path / "dev.json"
        table.write_text('{"openai":{"models":{"gpt-4-0314":{"limit":{"output":4096}},"new-1":{"cost":{"input":1}}}}}')
        made = tmp_path / "figures.json"
        answer = terminal("--today", "2026-08-22", "catalog", "figures", "--table", f"models.dev={table}", str(made))

        assert answer.status == 0, answer.err
        text = json.loads(made.read_text("utf-8"))
        assert [maker[1] for maker in text["makers"]] == ["2026-08-22", "2026-08-22"]
        ours = text["models"]["openai"]
        assert (ours["gpt-4-0314"]["in"], ours["gpt-4-0314"]["max_out"], ours["new-1"]["by"]) == (30, 4096, 1)

    def test_a_file_that_is_no_table_is_refused(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "x.json").write_text("[]", "utf-8")
        answer = terminal("catalog", "figures", "--table", f"x={tmp_path / 'x.json'}")

        assert (answer.status, answer.out) == (2, "")
        assert "holds no figures about models" in answer.err
