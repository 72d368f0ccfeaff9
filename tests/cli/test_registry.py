"""`team`, `project` and `pin`: the registry by hand, beside what the configuration file has."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.cli.conftest import Terminal


def audit(terminal: Terminal) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(terminal.folder / "monitor.db")) as connection:
        return connection.execute("SELECT who, what, detail FROM audit ORDER BY id").fetchall()


class TestPins:
    def test_one_that_is_added_is_listed_with_its_owner_and_checked(self, shop: Terminal) -> None:
        added = shop("pin", "add", "ranker", "openai/gpt-4-0613", "--environment", "prod", "--location", "a.py:1")

        listed = shop("pin", "list", "--json").json["pins"]
        (mine,) = [pin for pin in listed if pin["owner"] == "cli"]
        assert added.status == 0
        assert (mine["reference"], mine["environment"], mine["location"]) == ("openai/gpt-4-0613", "prod", "a.py:1")
        assert {pin["owner"] for pin in listed} == {"config", "cli"}
        assert audit(shop) == [("cli", "pin added", "ranker openai/gpt-4-0613")]

    def test_each_is_listed_on_a_line_of_its_own_with_the_day_on_which_it_ends(self, polled: Terminal) -> None:
        polled("pin", "add", "ranker", "openai/gpt-4-0314", "--location", "the setting MODEL of the ranking service")

        (line,) = [line for line in polled("pin", "list").out.splitlines() if "ranking service" in line]
        pins = polled("pin", "list", "--json").json["pins"]
        assert "openai/gpt-4-0314" in line
        assert "2026-03-26" in line
        assert {(pin["reference"], pin["status"], pin["shutdown_on"]) for pin in pins} == {
            ("openai/gpt-4-0314", "retired", "2026-03-26"),
            ("openai/gpt-5-2025-08-07", "deprecated", "2026-10-23"),
        }

    def test_those_that_nobody_watches_are_listed_alone(self, polled: Terminal) -> None:
        none = polled("pin", "list", "--unwatched")
        polled("pin", "add", "ranker", "openai/gpt-97-mini")
        polled("pin", "add", "ranker", "nobody-else/model")

        pins = polled("pin", "list", "--unwatched", "--json").json["pins"]
        assert none.err == "a source names each of these pins\n"
        assert {(pin["reference"], pin["coverage"]["verdict"]) for pin in pins} == {
            ("openai/gpt-97-mini", "unknown"),
            ("nobody-else/model", "unknown"),
        }

    def test_who_registers_one_that_no_source_names_hears_it_at_once(self, polled: Terminal) -> None:
        typo = polled("pin", "add", "ranker", "openai/gpt-4-031").err

        assert "no source names openai/gpt-4-031 (a typo? a private deployment?)" in typo
        assert "nearest: openai/gpt-4-0314" in typo
        ended = polled("pin", "add", "ranker", "openai/gpt-4-0314", "--location", "b.py:1").err
        assert "no source" not in ended
        assert "on 2026-03-26: `model-monitor check openai/gpt-4-0314` says what to move to" in ended
        assert "no source names openai/gpt-4-031 " in polled("run", "--once", "--no-web").err

    def test_adding_it_twice_changes_nothing(self, shop: Terminal) -> None:
        shop("pin", "add", "ranker", "openai/gpt-4-0613")
        before = shop("pin", "list", "--json").json

        again = shop("pin", "add", "ranker", "openai/gpt-4-0613")

        assert again.status == 0
        assert shop("pin", "list", "--json").json == before

    def test_it_is_removed_by_its_reference_or_its_number(self, shop: Terminal) -> None:
        shop("pin", "add", "ranker", "openai/gpt-4-0613")
        shop("pin", "add", "ranker", "openai/gpt-4-32k")
        numbers = {pin["reference"]: pin["id"] for pin in shop("pin", "list", "--json").json["pins"]}

        by_reference = shop("pin", "remove", "ranker", "openai/gpt-4-0613")
        by_number = shop("pin", "remove", "ranker", str(numbers["openai/gpt-4-32k"]))

        assert (by_reference.status, by_number.status) == (0, 0)
        assert {pin["owner"] for pin in shop("pin", "list", "--json").json["pins"]} == {"config"}

    def test_blanks_around_it_are_none_of_it(self, shop: Terminal) -> None:
        shop("pin", "add", "ranker", "openai/gpt-4-0613 ", "--environment", " prod")

        (pin,) = [p for p in shop("pin", "list", "--json").json["pins"] if p["owner"] == "cli"]
        removed = shop("pin", "remove", "ranker", " openai/gpt-4-0613")

        assert (pin["reference"], pin["environment"]) == ("openai/gpt-4-0613", "prod")
        assert removed.status == 0

    def test_one_of_several_places_must_be_named_by_its_number(self, shop: Terminal) -> None:
        shop("pin", "add", "ranker", "openai/gpt-4-0613", "--environment", "prod")
        shop("pin", "add", "ranker", "openai/gpt-4-0613", "--environment", "test")

        answer = shop("pin", "remove", "ranker", "openai/gpt-4-0613")

        assert answer.status == 2
        assert "in several places" in answer.err
        assert len(shop("pin", "list", "--json").json["pins"]) == 4

    def test_those_of_the_file_are_changed_in_the_file_only(self, shop: Terminal) -> None:
        shop("db", "upgrade")

        answer = shop("pin", "remove", "ranker", "openai/gpt-4-0314")

        assert answer.status == 2
        assert "configuration file" in answer.err
        assert len(shop("pin", "list", "--json").json["pins"]) == 2

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("add", "rankr", "openai/gpt-4"), "there is no project rankr: did you mean ranker?"),
            (("add", "ranker", "gpt 4"), "contains whitespace"),
            (("add", "ranker", "gpt-4", "--environment", "a\nb"), "environment contains a line break"),
            (("remove", "ranker", "openai/gpt-4-0315"), "did you mean openai/gpt-4-0314?"),
            (("list", "--project", "rankr"), "did you mean ranker?"),
            (("list", "--team", "serch"), "did you mean search?"),
        ],
        ids=lambda value: value if isinstance(value, str) else " ".join(value),
    )
    def test_what_cannot_be_done_is_one_line_and_status_2(
        self, shop: Terminal, words: tuple[str, ...], says: str
    ) -> None:
        shop("db", "upgrade")

        answer = shop("pin", *words)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.startswith("model-monitor: ")
        assert answer.err.count("\n") == 1
        assert says in answer.err
        assert audit(shop) == []


class TestProjects:
    def test_one_is_added_listed_and_retired_with_its_pins(self, shop: Terminal) -> None:
        given = ("--repository", "https://git.example.org/bot", "--lead-day", "14", "--lead-day", "30")
        shop("project", "add", "bot", "--team", "search", *given)
        shop("pin", "add", "bot", "openai/gpt-4-0613")
        listed = {p["name"]: p for p in shop("project", "list", "--json").json["projects"]}

        removed = shop("project", "remove", "bot")

        assert (listed["bot"]["team"], listed["bot"]["pins"], listed["bot"]["owner"]) == ("search", 1, "cli")
        assert listed["bot"]["repository"] == "https://git.example.org/bot"
        assert (listed["bot"]["lead_days"], listed["ranker"]["lead_days"]) == ([30, 14], None)
        assert removed.status == 0
        assert [p["name"] for p in shop("project", "list", "--json").json["projects"]] == ["ranker"]
        assert {pin["project"] for pin in shop("pin", "list", "--json").json["pins"]} == {"ranker"}

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("add", "ranker", "--team", "search"), "there is a project ranker already"),
            (("add", "bot", "--team", "serch"), "there is no team serch: did you mean search?"),
            (("add", "b o t", "--team", "search"), "is no usable name"),
            (("remove", "rankr"), "did you mean ranker?"),
            (("remove", "ranker"), "configuration file"),
            (("list", "--team", "serch"), "did you mean search?"),
        ],
        ids=lambda value: value if isinstance(value, str) else " ".join(value),
    )
    def test_what_cannot_be_done_is_one_line_and_status_2(
        self, shop: Terminal, words: tuple[str, ...], says: str
    ) -> None:
        shop("db", "upgrade")

        answer = shop("project", *words)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1
        assert says in answer.err
        assert audit(shop) == []


class TestTeams:
    def test_who_has_unsubscribed_is_told(self, shop: Terminal) -> None:
        shop("team", "add", "data", "--email", "a@example.org", "--email", "B@example.org")
        shop("digest", "unsubscribe", "data", "b@example.org")

        (data,) = [t for t in shop("team", "list", "--json").json["teams"] if t["name"] == "data"]
        listed = shop("team", "list").out

        assert data["unsubscribed"] == ["B@example.org"]
        assert "without digest" in listed
        assert listed.count("B@example.org") == 2

    def test_one_is_added_listed_and_retired(self, shop: Terminal) -> None:
        shop(
            "team", "add", "data", "--slack-channel", "#data", "--email", "a@example.org", "--email", "b@example.org",
            "--timezone", "Europe/Amsterdam", "--lead-day", "7", "--lead-day", "90",
            "--announce-within", "365d", "--quiet-hours", "20:00-08:00", "--working-day", "tue", "--working-day", "mon",
        )  # fmt: skip
        (data,) = [t for t in shop("team", "list", "--json").json["teams"] if t["name"] == "data"]

        removed = shop("team", "remove", "data")

        assert (data["slack_channel"], data["emails"]) == ("#data", ["a@example.org", "b@example.org"])
        assert (data["timezone"], data["lead_days"], data["owner"]) == ("Europe/Amsterdam", [90, 7], "cli")
        assert (data["announce_within_days"], data["quiet_hours"]) == (365, "20:00-08:00")
        assert data["working_days"] == ["mon", "tue"]
        assert removed.status == 0
        assert [t["name"] for t in shop("team", "list", "--json").json["teams"]] == ["search"]
        assert [what for _, what, _ in audit(shop)] == ["team added", "team retired"]

    def test_one_without_a_time_zone_has_that_of_the_configuration(self, shop: Terminal) -> None:
        config = (shop.folder / "config.toml").read_text("utf-8")
        shop.configure(f'[schedule]\ntimezone = "Asia/Tokyo"\n{config}')

        shop("team", "add", "data")

        assert {t["timezone"] for t in shop("team", "list", "--json").json["teams"]} == {"Asia/Tokyo"}

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("add", "search"), "there is a team search already"),
            (("add", "data", "--slack-channel", "data"), "slack_channel is no Slack channel"),
            (("add", "data", "--email", "nobody"), "is no e-mail address"),
            (("add", "data", "--timezone", "Mars/Olympus"), "timezone is no time zone"),
            (("add", "data", "--lead-day", "-1"), "lead_days holds something that is no number of days"),
            (("add", "data", "--quiet-hours", "8-20"), "quiet_hours are no quiet hours"),
            (("remove", "serch"), "did you mean search?"),
            (("remove", "search"), "configuration file"),
        ],
        ids=lambda value: value if isinstance(value, str) else " ".join(value),
    )
    def test_what_cannot_be_done_is_one_line_and_status_2(
        self, shop: Terminal, words: tuple[str, ...], says: str
    ) -> None:
        shop("db", "upgrade")

        answer = shop("team", *words)

        assert (answer.status, answer.out) == (2, "")
        assert answer.err.count("\n") == 1
        assert says in answer.err
        assert audit(shop) == []
