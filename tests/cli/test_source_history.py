"""`source accept`, `source replay` and `source rebuild`: by hand, again, and from the archive."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import GOING, GONE, Terminal, page
from tests.e2e.mirror import Mirror, Section

OPENAI = "openai/deprecations"
WAVE = Section("2026-06-11", tuple((f"2026-10-{n + 10}", f"gpt-wave-{n}", "`gpt-6`") for n in range(12)))
LATER = Section("2026-06-11", tuple((f"2026-12-{n + 10}", f"gpt-wave-{n}", "`gpt-6`") for n in range(12)))
CAPTCHA = "<!doctype html><title>Just a moment...</title><h1>Verify you are human</h1>"


def audit(terminal: Terminal) -> list[tuple[str, str, str]]:
    with closing(sqlite3.connect(terminal.folder / "monitor.db")) as database:
        return database.execute("SELECT who, what, detail FROM audit").fetchall()


def answering(monkeypatch: pytest.MonkeyPatch, answer: str) -> None:
    monkeypatch.setattr("sys.stdin", __import__("io").StringIO(answer))


@pytest.fixture
def suspect(polled: Terminal, pages: Mirror) -> Terminal:
    """A terminal whose source has sent a document that rests on too few of its known rows."""
    whole = pages.documents[OPENAI] = page(GONE, GOING, WAVE)
    assert polled("poll", "--source", OPENAI).status == 0
    pages.documents[OPENAI] = whole[: whole.index("old-model-009")] + "old-model-009` | `gpt-4o` |\n"
    assert polled("poll", "--source", OPENAI).status == 4
    return polled


class TestAccept:
    def test_what_would_change_is_shown_before_anybody_is_asked(
        self, suspect: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answering(monkeypatch, "n\n")
        answer = suspect("source", "accept", OPENAI)

        assert answer.status == 1
        assert answer.out.startswith(f"{OPENAI}: the document of 2026-08-22 ")
        assert "is rejected: 20 of 44 known rows are missing" in answer.out
        assert answer.out.count("vanishes") == 20
        assert "old-model-029" in answer.out
        assert "Accept it?" in answer.err
        assert "nothing was changed" in answer.err
        assert suspect("source", "check").status == 4
        assert audit(suspect) == []

    def test_who_says_yes_is_in_the_audit_with_the_reason(
        self, suspect: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answering(monkeypatch, "y\n")
        answer = suspect("source", "accept", OPENAI, "--why", "they keep one page a year now")

        ((who, what, detail),) = audit(suspect)
        assert answer.status == 0
        assert "accepted, 20 changes recorded" in answer.err
        assert who.startswith("cli")
        assert what == "document accepted"
        assert detail.startswith(OPENAI)
        assert detail.endswith("(rejected: 20 of 44 known rows are missing): they keep one page a year now")
        assert suspect("source", "check").status == 0
        assert suspect("poll", "--source", OPENAI, "--json").json["sources"][0]["outcome"] == "unchanged"

    def test_yes_asks_nobody_and_json_holds_what_changed(self, suspect: Terminal) -> None:
        answer = suspect("source", "accept", OPENAI, "--yes", "--json")

        assert (answer.status, answer.err) == (0, "")
        assert answer.json["accepted"] is True
        assert answer.json["fate"] == "rejected"
        assert {change["kind"] for change in answer.json["changes"]} == {"row_vanished"}
        assert len(answer.json["vanish"]) == 20

    def test_json_alone_only_shows(self, suspect: Terminal) -> None:
        answer = suspect("source", "accept", OPENAI, "--json")

        assert (answer.status, answer.json["accepted"], answer.json["changes"]) == (0, False, [])
        assert audit(suspect) == []

    def test_pins_in_trouble_are_told_once_a_date_has_settled(self, polled: Terminal, pages: Mirror) -> None:
        pages.documents[OPENAI] = page(GONE, GOING, WAVE)
        polled("poll", "--source", OPENAI)
        moved = Section("2026-06-11", (("2026-12-11", "gpt-5-2025-08-07", "`gpt-6`"),))
        pages.documents[OPENAI] = page(GONE, moved, LATER)
        assert polled("poll", "--source", OPENAI, "--json").json["alerts_queued"] == 0
        shown = polled("source", "accept", OPENAI, "--json").json
        polled("source", "accept", OPENAI, "--yes")
        seen, settled = (
            polled("--today", day, "poll", "--source", OPENAI, "--json").json["alerts_queued"]
            for day in ("2026-08-22", "2026-08-24")
        )

        assert shown["fate"] == "held"
        assert {"model_id", "scope", "name", "before", "after"} == shown["dates"][0].keys()
        assert ("gpt-5-2025-08-07", "shutdown_on", "2026-10-23", "2026-12-11") in [
            (d["model_id"], d["name"], d["before"], d["after"]) for d in shown["dates"]
        ]
        assert (seen, settled) == (0, 1)

    def test_where_nothing_waits_it_says_so(self, polled: Terminal) -> None:
        answer = polled("source", "accept", OPENAI, "--yes")

        assert (answer.status, answer.out) == (2, "")
        assert answer.err == (
            f"model-monitor: nothing of {OPENAI} waits to be accepted: its last document was believed\n"
        )

    def test_a_captcha_cannot_be_accepted(self, polled: Terminal, pages: Mirror) -> None:
        pages.documents[OPENAI] = CAPTCHA
        polled("poll", "--source", OPENAI)
        answer = polled("source", "accept", OPENAI, "--yes")

        assert (answer.status, answer.out) == (1, "")
        assert f"the last document of {OPENAI} cannot be accepted: " in answer.err
        assert audit(polled) == []

    def test_the_log_of_a_source_says_what_became_of_each_document(self, suspect: Terminal) -> None:
        suspect("source", "accept", OPENAI, "--yes", "--why", "read by eye")
        text = suspect("source", "show", OPENAI)
        readings = suspect("source", "show", OPENAI, "--json").json["readings"]

        assert [(r["fate"], r["times"]) for r in readings] == [
            ("accepted", 1),
            ("rejected", 1),
            ("admitted", 1),
            ("admitted", 1),
        ]
        assert [r["reason"] for r in readings] == ["read by eye", "20 of 44 known rows are missing", None, None]
        assert "read by eye" in text.out


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """A folder of OpenAI pages: one that moves a date, one that is a captcha, one from which the row is gone."""
    folder = tmp_path / "saved"
    folder.mkdir()
    moved = Section("2026-06-11", (("2026-12-11", "gpt-5-2025-08-07", "`gpt-6`"),))
    for day, text in {
        "2026-06-12": page(GONE, GOING),
        "2026-07-01": page(GONE, moved),
        "2026-07-15": CAPTCHA,
        "2026-08-01": page(GONE),
    }.items():
        (folder / f"{day}-deprecations.{'html' if text is CAPTCHA else 'md'}").write_text(text)
    return folder


class TestReplay:
    def test_each_document_is_told_with_its_verdict_and_what_changed(self, terminal: Terminal, saved: Path) -> None:
        answer = terminal("source", "replay", OPENAI, str(saved))

        assert answer.status == 4
        assert answer.err == ""
        lines = [line for line in answer.out.splitlines() if line]
        assert lines[0] == "2026-06-12  2026-06-12-deprecations.md: admit, 32 rows"
        assert "            openai/gpt-5-2025-08-07  shutdown date moved: 2026-10-23 → 2026-12-11" in lines
        assert [line for line in lines if line.startswith("2026-07-15  2026-07-15-deprecations.html: reject (")]
        assert lines[-1] == "            openai/gpt-5-2025-08-07  row vanished: gpt-5-2025-08-07"

    def test_json_says_the_same_and_more(self, terminal: Terminal, saved: Path) -> None:
        answer = terminal("source", "replay", OPENAI, str(saved), "--json")

        documents = answer.json["documents"]
        assert [(d["date"], d["verdict"], d["facts"]) for d in documents] == [
            ("2026-06-12", "admit", 32),
            ("2026-07-01", "admit", 32),
            ("2026-07-15", "reject", 0),
            ("2026-08-01", "admit", 31),
        ]
        assert [[c["kind"] for c in d["changes"]] for d in documents] == [
            [],
            ["shutdown_date_moved", "replacement_changed"],
            [],
            ["row_vanished"],
        ]
        assert documents[2]["reason"]
        assert all(d["unread"] == [] and len(d["document_sha256"]) == 64 for d in documents)

    def test_it_needs_no_configuration_and_leaves_nothing_behind(self, terminal: Terminal, saved: Path) -> None:
        terminal("source", "replay", OPENAI, str(saved))

        assert list(terminal.folder.iterdir()) == [saved]

    def test_a_table_of_documents_will_do_and_one_without_a_day_is_passed_over(
        self, terminal: Terminal, saved: Path
    ) -> None:
        rows = [("openai/deprecations", path.name[:10], path.name) for path in sorted(saved.iterdir())[:2]]
        rows += [("openai/deprecations", "unknown", "2026-08-01-deprecations.md"), ("xai/models", "2026-01-01", "x")]
        table = saved / "MANIFEST.tsv"
        table.write_text("source\tdate\tpath\n" + "\n".join("\t".join(row) for row in rows) + "\n")
        answer = terminal("source", "replay", OPENAI, "--manifest", str(table), "--json")

        assert answer.status == 0
        assert [d["date"] for d in answer.json["documents"]] == ["2026-06-12", "2026-07-01"]
        assert "its day is not known" in answer.err

    def test_lists_are_replayed_for_each_account_apart(self, terminal: Terminal, tmp_path: Path) -> None:
        folder = tmp_path / "lists"
        for day, account, ids in (
            ("2026-03-01", "ours", range(20)),
            ("2026-03-02", "theirs", range(18)),
            ("2026-03-03", "theirs", range(18)),
            ("2026-03-04", "ours", range(19)),
            ("2026-03-05", "ours", range(19)),
        ):
            (folder / account).mkdir(parents=True, exist_ok=True)
            (folder / account / f"{day}.json").write_text(_openai_list([f"gpt-{n}" for n in ids]))
        documents = terminal("source", "replay", "openai/models", str(folder), "--json").json["documents"]

        assert [d["account"] for d in documents] == ["ours", "theirs", "theirs", "ours", "ours"]
        assert [[(c["kind"], c["model_id"]) for c in d["changes"]] for d in documents] == [
            [], [], [], [], [("unlisted", "gpt-19")]
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("words", "why"),
        [
            ((OPENAI,), "say where the documents are"),
            ((OPENAI, "saved", "--manifest", "x"), "say where the documents are"),
            ((OPENAI, "nowhere"), "is no folder"),
            ((OPENAI, "--manifest", "nowhere.tsv"), "No such file"),
            (("openai/deprecation", "saved"), "did you mean"),
        ],
    )
    def test_what_cannot_be_replayed_is_one_line(
        self, terminal: Terminal, saved: Path, words: tuple[str, ...], why: str
    ) -> None:
        assert saved.is_dir()
        answer = terminal("source", "replay", *words)

        assert (answer.status, answer.out) == (2, "")
        assert why in answer.err
        assert answer.err.count("\n") == 1


def _openai_list(ids: list[str]) -> str:
    rows: list[dict[str, Any]] = [{"id": i, "object": "model", "created": 1, "owned_by": "system"} for i in ids]
    return json.dumps({"object": "list", "data": rows})


class TestRebuild:
    def test_the_archive_says_what_the_record_does(self, suspect: Terminal) -> None:
        suspect("source", "accept", OPENAI, "--yes")
        suspect("--today", "2026-08-23", "poll", "--source", OPENAI)
        answer = suspect("source", "rebuild", "--check")

        assert (answer.status, answer.err) == (0, "")
        assert answer.out == f"{OPENAI}: 3 readings, 44 rows: as in the record\n"

    def test_a_difference_is_named_and_a_check_replaces_nothing(self, polled: Terminal) -> None:
        tampered(polled)
        text, answer = polled("source", "rebuild", "--check", "--yes"), polled("source", "rebuild", "--check", "--json")

        assert (text.status, answer.status) == (4, 4)
        assert f"{OPENAI}: 1 reading, 32 rows: 1 difference" in text.out
        (source,) = answer.json["sources"]
        assert source["differences"] == [
            {
                "model_id": "gpt-4-0314",
                "scope": None,
                "column": "shutdown_on",
                "recorded": "2030-01-01",
                "rebuilt": "2026-03-26",
            }
        ]
        assert source["replaced"] is False

    def test_who_says_yes_puts_the_record_right_and_that_is_a_change(
        self, polled: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        tampered(polled)
        answering(monkeypatch, "y\n")
        answer = polled("source", "rebuild", OPENAI)

        assert answer.status == 0
        assert f"Let the record have what the archive says of {OPENAI}?" in answer.err
        assert "2 changes recorded" in answer.err
        assert [what for _, what, _ in audit(polled)] == ["facts rebuilt"]
        assert polled("source", "rebuild", "--check").status == 0
        kinds = [c["kind"] for c in polled("change", "list", "--json").json["changes"]]
        assert sorted(kinds) == ["retired", "shutdown_date_moved"]

    def test_who_says_no_changes_nothing(self, polled: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        tampered(polled)
        answering(monkeypatch, "n\n")

        assert polled("source", "rebuild").status == 4
        assert polled("source", "rebuild", "--check").status == 4

    def test_a_source_that_was_never_read_is_told_and_an_unknown_one_refused(self, polled: Terminal) -> None:
        never = polled("source", "rebuild", "openai/models")
        unknown = polled("source", "rebuild", "openai/model")

        assert never.out == "openai/models: not compared: it was never read\n"
        assert unknown.status == 2
        assert "did you mean" in unknown.err


def tampered(terminal: Terminal) -> None:
    with closing(sqlite3.connect(terminal.folder / "monitor.db")) as database, database:
        database.execute("UPDATE fact SET shutdown_on = '2030-01-01' WHERE model_id = 'gpt-4-0314'")


class TestWhoNamesIt:
    def test_a_model_that_no_list_has_says_so_in_every_view(self, polled: Terminal, pages: Mirror) -> None:
        ids = ["gpt-5-2025-08-07", *(f"gpt-{n}" for n in range(20))]
        pages.documents["openai/models"] = _openai_list(ids)
        polled("poll", "--source", "openai/models")
        shown = polled("model", "show", "openai/gpt-4-0314")
        listed = polled("model", "list", "--provider", "openai")
        models = {
            m["model_id"]: m for m in polled("model", "list", "--json").json["models"] if m["provider"] == "openai"
        }

        assert "named by openai/deprecations, not in openai/models (read 0 min ago)" in shown.out
        assert "in openai/models, not named by openai/deprecations" in polled("model", "show", "openai/gpt-7").out
        rows = {line.split()[0]: line.split()[-1] for line in listed.out.splitlines()}
        assert rows["openai/gpt-4-0314"] == "openai/deprecations"
        assert rows["openai/gpt-7"] == "openai/models"
        assert rows["openai/gpt-5-2025-08-07"] == "gpt-5.6-sol"
        assert [s["source_id"] for s in models["gpt-4-0314"]["not_named_by"]] == ["openai/models"]
        assert models["gpt-5-2025-08-07"]["named_by"] == ["openai/deprecations", "openai/models"]
        assert models["gpt-5-2025-08-07"]["not_named_by"] == []
