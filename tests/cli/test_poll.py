"""`poll` and `deliver`: one round, what it prints, and its exit status."""

from __future__ import annotations

import json

import pytest

from monitor.cli.poll import in_words
from monitor.core.changes import Change, ChangeKind
from monitor.core.facts import Scope
from tests.cli.conftest import GOING, GONE, Terminal, on_a_terminal, page
from tests.e2e.mirror import Mirror, Section

OPENAI = ("--source", "openai/deprecations")
LATER = Section("2026-06-11", (("2026-12-11", "gpt-5-2025-08-07", "`gpt-5.6-sol`"),))


class TestPoll:
    def test_a_first_round_tells_how_each_source_went(self, shop: Terminal) -> None:
        answer = shop("poll")

        first_lines = [line for line in answer.out.splitlines()[1:] if line[:1].strip()]  # a long reason goes on below
        rows = {line.split()[0]: line.split()[1:] for line in first_lines}
        assert answer.status == 0
        assert rows["openai/deprecations"][:2] == ["changed", "32"]
        assert rows["cometapi/models"][0] == "skipped"
        assert "2 alerts queued" in answer.err

    def test_json_stands_alone_on_standard_output_with_the_keys_that_scripts_rely_on(self, shop: Terminal) -> None:
        answer = shop("poll", *OPENAI, "--json")

        (source,) = answer.json["sources"]
        assert set(answer.json) == {"today", "sources", "changes", "alerts_queued"}
        assert set(source) == {"id", "outcome", "facts", "changes", "reason", "document_sha256"}
        assert (source["outcome"], source["facts"], source["reason"]) == ("changed", 32, None)
        assert answer.json["today"] == "2026-08-22"
        assert answer.json["alerts_queued"] == 2

    def test_a_second_round_finds_nothing_new(self, polled: Terminal) -> None:
        answer = polled("poll", *OPENAI, "--json")

        assert [source["outcome"] for source in answer.json["sources"]] == ["unchanged"]
        assert (answer.json["changes"], answer.json["alerts_queued"]) == ([], 0)

    def test_what_changed_is_printed_in_words(self, polled: Terminal, pages: Mirror) -> None:
        pages.documents["openai/deprecations"] = page(GONE, LATER)

        text = polled("poll", *OPENAI)
        listed = polled("change", "list", "--json").json["changes"]

        assert "openai/gpt-5-2025-08-07  shutdown date moved: 2026-10-23 → 2026-12-11" in text.out
        assert [(c["kind"], c["before"], c["after"]) for c in listed] == [
            ("shutdown_date_moved", "2026-10-23", "2026-12-11")
        ]

    @pytest.mark.parametrize(
        ("kind", "before", "after", "words"),
        [
            (ChangeKind.SHUTDOWN_DATE_SET, None, "2027-06-01", "shutdown date set: 2027-06-01"),
            (ChangeKind.SHUTDOWN_DATE_SET, "2027-06-01", "2027-06-01",
             "shutdown date set: 2027-06-01, which is firm now (it was: not before 2027-06-01)"),
            (ChangeKind.SHUTDOWN_DATE_WITHDRAWN, "2027-06-01", "2027-07-01",
             "shutdown date withdrawn: 2027-06-01 → not before 2027-07-01"),
            (ChangeKind.REPLACEMENT_CHANGED, "gpt-5", None, "replacement gone: gpt-5"),
        ],
    )  # fmt: skip
    def test_what_became_of_a_day_is_told_and_not_only_the_days(
        self, kind: ChangeKind, before: str | None, after: str | None, words: str
    ) -> None:
        change = Change(kind, "openai", "gpt-4", Scope(), before, after, None, "", "", "", "")

        assert in_words(change) == words

    def test_a_long_list_of_changes_is_cut_and_says_where_the_rest_is(self, polled: Terminal, pages: Mirror) -> None:
        new = Section("2026-08-20", tuple(("2027-01-01", f"gpt-new-{n}", "`gpt-6`") for n in range(30)))
        pages.documents["openai/deprecations"] = page(GONE, GOING, new)

        answer = polled("poll", *OPENAI)

        assert "and 40 more: see `model-monitor change list`" in answer.out

    @pytest.mark.parametrize(
        ("document", "outcome"),
        [("", "failed"), ("<html><title>Sign in</title><form><input type='password'></form></html>", "suspect")],
    )
    def test_a_source_that_is_not_well_gives_status_4_and_its_facts_stay(
        self, polled: Terminal, pages: Mirror, document: str, outcome: str
    ) -> None:
        pages.documents["openai/deprecations"] = document

        text = polled("poll", *OPENAI)
        answer = polled("poll", *OPENAI, "--json")

        (source,) = answer.json["sources"]
        assert (text.status, answer.status) == (4, 4)
        assert source["outcome"] == outcome
        assert source["reason"]
        assert source["reason"].split()[0] in text.out
        assert polled("model", "show", "openai/gpt-4-0314", "--json").json["models"][0]["status"] == "retired"

    def test_an_unknown_source_is_refused_with_the_nearest_and_nothing_is_asked(
        self, shop: Terminal, pages: Mirror
    ) -> None:
        answer = shop("poll", "--source", "openai/deprecation")

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.startswith("model-monitor: there is no source openai/deprecation: did you mean ")
        assert "openai/deprecations" in answer.err
        assert pages.asked == []

    def test_a_person_who_watches_sees_the_progress_and_a_script_sees_json_alone(self, shop: Terminal) -> None:
        out, shown = on_a_terminal("--today", "2026-08-22", "poll", "--json", folder=shop.folder)

        assert set(json.loads(out)) == {"today", "sources", "changes", "alerts_queued"}
        assert "polling" in shown

    def test_a_source_named_twice_is_asked_once(self, shop: Terminal, pages: Mirror) -> None:
        shop("poll", *OPENAI, *OPENAI)

        assert len(pages.asked) == 1


class TestDeliver:
    def test_messages_are_printed_where_no_channel_is_set_up(self, polled: Terminal) -> None:
        first, second = polled("deliver"), polled("deliver")

        assert (first.status, second.status) == (0, 0)
        assert "gpt-4-0314" in first.out
        assert "1 message sent" in first.err
        assert (second.out, second.err) == ("", "0 messages sent\n")

    def test_with_json_the_messages_go_to_standard_error(self, polled: Terminal) -> None:
        answer = polled("deliver", "--json")

        assert answer.json == {"sent": 1, "waiting": 0, "dead": 0, "errors": []}
        assert "gpt-4-0314" in answer.err

    def test_what_fails_is_told_with_status_4_and_stays_in_the_outbox(
        self, shop: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("MONITOR_SMTP_URL", "smtp://127.0.0.1:1")  # nobody listens there
        config = (shop.folder / "config.toml").read_text("utf-8")
        shop.configure(config.replace('name = "search"\n', 'name = "search"\nemails = ["search@example.org"]\n', 1))
        shop("poll", *OPENAI)

        answer = shop("deliver")
        again = shop("deliver", "--json")
        waiting = shop("outbox", "list", "--json").json

        assert answer.status == 4
        assert "search@example.org" in answer.err
        assert "0 messages sent, 1 to be tried again" in answer.err
        assert again.status == 0, "it is not due yet"
        assert waiting["counts"]["pending"] == 1
        assert waiting["messages"][0]["attempts"] == 1
        assert waiting["messages"][0]["last_error"]

    def test_retry_makes_a_waiting_message_due_at_once(self, shop: Terminal, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("MONITOR_SMTP_URL", "smtp://127.0.0.1:1")
        config = (shop.folder / "config.toml").read_text("utf-8")
        shop.configure(config.replace('name = "search"\n', 'name = "search"\nemails = ["search@example.org"]\n', 1))
        shop("poll", *OPENAI)
        shop("deliver")

        retried = shop("outbox", "retry", "1")
        shop("deliver")

        assert retried.err == "1 message due again\n"
        assert shop("outbox", "list", "--json").json["messages"][0]["attempts"] == 2
