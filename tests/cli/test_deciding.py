"""`pin ack` and its like, and `override`: what people decide, from the command line."""

from __future__ import annotations

import csv
import io

import pytest

from tests.cli.conftest import TODAY, Terminal

GOING = "openai/gpt-5-2025-08-07"


def finding(terminal: Terminal, reference: str = GOING) -> dict[str, object]:
    found = {f["reference"]: f for f in terminal("check", "--json").json["findings"]}
    return dict(found[reference])


def test_a_snooze_is_seen_everywhere_and_makes_no_check_pass(polled: Terminal) -> None:
    done = polled("pin", "snooze", "ranker", GOING, "--until", "14d", "--why", "release week")

    (pin,) = [p for p in polled("pin", "list", "--json").json["pins"] if p["reference"] == GOING]
    (listed,) = polled("pin", "decisions", "--json").json["decisions"]
    assert (done.status, done.out) == (0, "")
    assert "snoozed until 2026-09-05" in done.err
    assert pin["migration"] == "open"
    assert pin["decision"] == finding(polled)["decision"]
    assert pin["decision"].items() <= listed.items()
    assert (listed["kind"], listed["until"], listed["reason"], listed["holds"]) == (
        "snoozed", "2026-09-05", "release week", True,
    )  # fmt: skip
    assert polled("check", "--project", "ranker").status == 1
    assert "snoozed until 2026-09-05 by cli" in polled("check").out


def test_a_waiver_passes_a_check_until_its_day(polled: Terminal) -> None:
    for reference in (GOING, "gpt-4-0314"):
        assert polled("pin", "waive", "ranker", reference, "--until", "2026-10-31", "--why", "off then").status == 0

    passed = polled("check")
    assert passed.status == 0
    assert "2 waived" in passed.out
    assert finding(polled)["migration"] == "waived"
    assert polled("--today", "2026-10-31", "check").status == 0
    assert polled("--today", "2026-11-01", "check").status == 1


def test_what_a_project_decided_counts_for_its_files_as_for_its_pins(polled: Terminal) -> None:
    (polled.folder / "app.py").write_text('OLD = "gpt-4-0314"\nSOON = "gpt-5-2025-08-07"\n', "utf-8")
    for words in (
        ("waive", "gpt-4-0314", "--until", "2026-10-31"),
        ("plan", GOING, "--on", "2026-09-30", "--owner", "ben"),
    ):
        assert polled("pin", words[0], "ranker", *words[1:], "--why", "so").status == 0

    known = polled("check", "--path", "app.py", "--project", "ranker", "--json").json["findings"]
    unknown = polled("check", "--path", "app.py", "--json").json["findings"]

    pins = {f["reference"]: f for f in polled("check", "--project", "ranker", "--json").json["findings"]}
    told = [(f["project"], f["decision"], f["waived"], f["migration"], f["notes"]) for f in known]
    assert told == [
        ("ranker", f["decision"], f["waived"], f["migration"], f["notes"])
        for f in (pins["openai/gpt-4-0314"], pins[GOING])
    ]
    assert known[0]["waived"]["until"] == "2026-10-31"
    assert [(f["project"], f["decision"], f["waived"]) for f in unknown] == [(None, None, None)] * 2


def test_a_waiver_of_the_project_passes_its_files_and_no_others(polled: Terminal) -> None:
    (polled.folder / "app.py").write_text('OLD = "gpt-4-0314"\n', "utf-8")
    polled("pin", "waive", "ranker", "gpt-4-0314", "--until", "2026-10-31", "--why", "off then")

    passed = polled("check", "--path", "app.py", "--project", "ranker")

    assert passed.status == 0
    assert "Waived until 2026-10-31: off then" in passed.out
    assert polled("check", "--path", "app.py").status == 1
    assert polled("--today", "2026-11-01", "check", "--path", "app.py", "--project", "ranker").status == 1


def test_a_comment_counts_before_what_the_project_decided(polled: Terminal) -> None:
    line = 'OLD = "gpt-4-0314"  # model-monitor: ignore[until=2026-12-24] here\n'
    (polled.folder / "app.py").write_text(line, "utf-8")
    polled("pin", "waive", "ranker", "gpt-4-0314", "--until", "2026-10-31", "--why", "off then")

    (finding,) = polled("check", "--path", "app.py", "--project", "ranker", "--json").json["findings"]

    assert finding["waived"] == {"until": "2026-12-24", "reason": "here"}


def test_a_project_that_is_unknown_has_no_files(polled: Terminal) -> None:
    answer = polled("check", "--path", ".", "--project", "rankr")

    assert (answer.status, answer.out) == (2, "")
    assert "there is no project rankr: did you mean ranker?" in answer.err


def test_a_list_of_pins_says_who_does_what_until_when(polled: Terminal) -> None:
    polled("pin", "plan", "ranker", GOING, "--on", "2026-09-30", "--owner", "ben", "--why", "with the new prompt")
    polled("pin", "ack", "ranker", "gpt-4-0314", "--why", "seen")

    pins = {p["reference"]: p["decision"] for p in polled("pin", "list", "--json").json["pins"]}
    text, sheet = polled("pin", "list").out, polled("check", "--format", "csv").out
    rows = {row["reference"]: row for row in csv.DictReader(io.StringIO(sheet))}

    by = pins[GOING]["by"]
    assert (pins[GOING]["kind"], pins[GOING]["until"], pins[GOING]["owner"]) == ("planned", "2026-09-30", "ben")
    assert f"planned for 2026-09-30 (ben does it), says {by}" in text
    assert f"acknowledged, says {by}" in text
    told = ("decision", "decision_until", "decision_owner", "decided_by", "decided_on", "decision_reason")
    assert [rows[GOING][key] for key in told] == ["planned", "2026-09-30", "ben", by, TODAY, "with the new prompt"]
    assert [rows["openai/gpt-4-0314"][key] for key in told] == ["acknowledged", "", "", by, TODAY, "seen"]


def test_a_late_plan_warns_and_is_a_finding(polled: Terminal) -> None:
    done = polled("pin", "plan", "ranker", GOING, "--on", "2026-10-30", "--owner", "ana")

    late = "planned for 2026-10-30, 7 days after it stops answering on 2026-10-23"
    found = polled("check", "--within", "10d", "--json").json["findings"]
    assert f"warning: {late}; reminders go on" in done.err
    (mine,) = [f for f in found if f["reference"] == GOING]
    assert (mine["severity"], mine["migration"]) == ("imminent", "planned")
    assert late in mine["notes"]


def test_the_rest_of_them_and_the_way_back(polled: Terminal) -> None:
    for words in (("ack", "--why", "seen"), ("disown",), ("reopen",)):
        assert polled("pin", words[0], "ranker", GOING, *words[1:]).status == 0

    assert polled("pin", "decisions", "--json").json == {"decisions": []}
    kinds = [d["kind"] for d in polled("pin", "decisions", "--all", "--json").json["decisions"]]
    assert kinds == ["reopened", "not_ours", "acknowledged"]
    assert "no" in polled("pin", "decisions", "--all").out


def test_an_override_is_shown_first_and_withdrawn_again(polled: Terminal) -> None:
    stated = polled("override", "add", GOING, "openai/gpt-4.1", "--team", "search", "--why", "measured")

    assert "team search: openai/gpt-5-2025-08-07 is replaced by openai/gpt-4.1" in stated.err
    (row,) = polled("override", "list", "--json").json["overrides"]
    assert (row["level"], row["name"], row["reason"]) == ("team", "search", "measured")
    first = finding(polled)["replacement"]
    assert isinstance(first, dict)
    assert (first["model_id"], first["from"]) == ("gpt-4.1", "override")
    assert "stated by team search" in first["why"]
    assert "team search" in polled("override", "list").out

    assert polled("override", "remove", GOING, "--team", "search").status == 0
    assert polled("override", "list", "--json").json == {"overrides": []}


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("pin ack rankr openai/gpt-4-0314", "there is no project rankr: did you mean ranker?"),
        ("pin ack ranker openai/gpt-4", "ranker does not pin openai/gpt-4"),
        ("pin snooze ranker openai/gpt-4-0314 --until 14x", "'14x' is no time such as 14d, 14d-before or 2026-11-01"),
        ("pin snooze ranker openai/gpt-4-0314 --until 0d", "'0d' is no time"),
        ("pin snooze ranker openai/gpt-4-0314 --until 2026-02-30", "'2026-02-30' is no day"),
        ("pin snooze ranker openai/gpt-4-0314 --until 14d-before", "2026-03-12 is no day ahead"),
        ("pin waive ranker openai/gpt-4-0314 --until 14d", "Missing option '--why'"),
        ("override add openai/gpt-4 openai/GPT-4", "openai/gpt-4 cannot replace itself"),
        ("override add openai/gpt-4 openai/gpt-5 --team serch", "did you mean search?"),
        ("override add openai/gpt-4 openai/gpt-5 --team search --project ranker", "were both given"),
        ("override remove openai/gpt-4", "no override of openai/gpt-4 is stated there"),
    ],
)
def test_what_cannot_be_done_is_one_line_and_status_2(shop: Terminal, words: str, says: str) -> None:
    shop("db", "upgrade")

    answer = shop(*words.split())

    assert (answer.status, answer.out) == (2, "")
    assert says in answer.err
    assert answer.err.count("\n") == 1


def test_the_files_own_override_is_changed_in_the_file(shop: Terminal) -> None:
    stated = '[[overrides]]\nmodel = "openai/gpt-4-0314"\nreplacement = "openai/gpt-4.1"\nreason = "measured"\n'
    shop.configure((shop.folder / "config.toml").read_text("utf-8") + stated)
    shop("db", "upgrade")

    answer = shop("override", "remove", "openai/gpt-4-0314")

    assert [row["owner"] for row in shop("override", "list", "--json").json["overrides"]] == ["config"]
    assert (answer.status, "belongs to the configuration file" in answer.err) == (2, True)
    shop.configure((shop.folder / "config.toml").read_text("utf-8") + stated)
    assert "is about the same model as overrides[0]" in shop("override", "list").err
