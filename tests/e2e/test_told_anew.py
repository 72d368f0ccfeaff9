"""What a team was told, and what becomes of it: pins that go and come back, come nearer to users, change their team."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from monitor.core.alerts import Place
from monitor.core.decisions import DecisionKind
from monitor.service.app import Service
from monitor.service.clock import Stopped
from monitor.service.deciding import Wish, decide
from monitor.service.remind import remind
from monitor.service.tickets import close_done
from monitor.store import registering, scan_entries, tables
from monitor.store.engine import transaction
from tests.e2e.conftest import World
from tests.e2e.crashing import PAGE, one_page, round_of_one_page
from tests.e2e.mirror import Section, mirror, openai_page
from tests.fakes.slack import Channel, FakeSlack, Posted

ROWS = (("2026-06-01", "gpt-4-0314", "`gpt-5`"), ("2026-01-15", "gpt-4-0613", "`gpt-5`"))
RETIRED, ENDING = "openai/gpt-4-0613", "openai/gpt-4-0314"
BEGIN = datetime(2026, 3, 1, 12, tzinfo=UTC)


def places(*pins: tuple[str, str, str]) -> str:
    said = (f'{{ref = "{ref}", environment = "{env}", location = "{at}"}}' for ref, env, at in pins)
    return f"[{', '.join(said)}]"


@dataclass
class Registered(World):
    """An installation with two teams, each with its channel; `owner` has the project."""

    owner: str = "search"
    channels: tuple[str, str] = ("#search", "#other")
    listed: str = f'["{RETIRED}"]'
    quiet: str = ""

    @property
    def config_file(self) -> Path:
        path = self.folder / "config.toml"
        search, other = self.channels
        path.write_text(
            f'[database]\nurl = "{self.database_url}"\n'
            f'[fetch]\nmirror = "{self.pages.url}"\n'
            f'[slack]\napi_url = "{self.slack.api_url}"\n'
            f'[[teams]]\nname = "search"\nslack_channel = "{search}"\n{self.quiet}'
            f'[[teams]]\nname = "other"\nslack_channel = "{other}"\n{self.quiet}'
            f'[[projects]]\nname = "ranker"\nteam = "{self.owner}"\npins = {self.listed}\n',
            "utf-8",
        )
        return path

    @contextmanager
    def at(self, now: datetime) -> Iterator[Service]:
        with one_page(self.config_file, self.environ, now) as service:
            yield service

    def told_on(self, now: datetime) -> list[str]:
        """What is sent from a moment on, to which channel and where it stands: below another or not."""
        before = len(self.slack.ledger)
        for minutes in (0, 1, 2):
            round_of_one_page(self.config_file, self.environ, now + timedelta(minutes=minutes))
        return [self.said(posted) for posted in self.slack.ledger[before:]]

    def said(self, posted: Posted) -> str:
        where = {"C00000002": "#search", "C00000003": "#other"}[posted.channel]
        below = " >" if posted.arguments.get("thread_ts") else ""
        return f"{where}{below} {posted.blocks[0]['text']['text']}".replace("`", "")

    def shows(self, number: int = 0) -> str:
        """What a message shows at present."""
        return str(self.slack.now(self.slack.ledger[number]).blocks)


@pytest.fixture
def world(tmp_path: Path, database_url: str) -> Iterator[Registered]:
    with mirror() as pages, FakeSlack() as slack:
        slack.channels.append(Channel("C00000003", "other"))
        pages.documents[PAGE] = openai_page(Section("2025-12-01", ROWS))
        yield Registered(tmp_path, database_url, pages, slack)


def on(day: str, at: time = time(12)) -> datetime:
    return datetime.combine(date.fromisoformat(day), at, UTC)


DONE = "no longer pins it"


def test_a_model_that_was_said_to_be_done_is_told_again_once_it_is_pinned_again(world: Registered) -> None:
    pinned, first = world.listed, world.told_on(BEGIN)
    world.listed = "[]"
    gone, shown = world.told_on(on("2026-03-05")), world.shows()
    world.listed = pinned
    again = [world.told_on(on(day)) for day in ("2026-03-05", "2026-03-06", "2026-06-06")]
    now = world.shows()
    world.listed = "[]"
    over = world.told_on(on("2026-06-07"))

    assert first == ["#search gpt-4-0613 retired 45 days ago · ranker"]
    assert gone == ["#search > 🟢 gpt-4-0613 is done in ranker: the project no longer pins it."]
    assert DONE in shown
    assert again == [["#search > gpt-4-0613 retired 49 days ago · ranker"], [], []]
    assert world.slack.ledger[2].arguments["reply_broadcast"], "it is seen outside a thread that was over"
    assert DONE not in now
    assert "Pinned again." in now
    assert over == gone


def test_what_goes_and_comes_back_before_that_was_said_is_no_news(world: Registered) -> None:
    pinned = world.listed
    world.told_on(BEGIN)
    world.listed = "[]"
    with world.at(on("2026-03-05")) as service:
        remind(service)  # and then another process brings it back
    world.listed = pinned

    assert world.told_on(on("2026-03-05", time(13))) == []


def test_a_file_that_one_scan_of_a_night_misses_is_no_news_and_one_that_is_gone_is(world: Registered) -> None:
    world.listed = "[]"

    def scan(now: datetime, *found: Place) -> list[str]:
        with world.at(now) as service, transaction(service.engine) as session:
            scan_entries.sync(session, "ranker", found, unread=(), who="ci", at=now)
        return world.told_on(now)

    there = Place(RETIRED, None, "a.py:3")
    night = on("2026-03-02", time(2))
    told = [scan(night + timedelta(days=n), *([there] if n % 2 == 0 else [])) for n in range(6)]
    told.append(world.told_on(night + timedelta(days=6, hours=13)))

    assert told[0] == ["#search gpt-4-0613 retired 46 days ago · ranker"]
    assert told[1:6] == [[]] * 5
    assert told[6] == ["#search > 🟢 gpt-4-0613 is done in ranker: the project no longer pins it."]


def test_what_somebody_says_is_gone_needs_no_second_scan(world: Registered) -> None:
    world.listed = "[]"
    with world.at(BEGIN) as service, transaction(service.engine) as session:
        scan_entries.sync(session, "ranker", [Place(RETIRED, None, "a.py:3")], unread=(), who="ci", at=BEGIN)
    world.told_on(BEGIN)
    with world.at(BEGIN) as service, transaction(service.engine) as session:
        registering.retire_pin(session, "ranker", 1, at=BEGIN)

    assert world.told_on(BEGIN + timedelta(hours=1)) == [
        "#search > 🟢 gpt-4-0613 is done in ranker: the project no longer pins it."
    ]


def test_what_is_decided_keeps_a_model_quiet_that_is_pinned_again_and_nothing_says_that_it_is_done(
    world: Registered,
) -> None:
    pinned = world.listed
    world.told_on(BEGIN)
    with world.at(BEGIN) as service:
        decide(service, "ranker", RETIRED, Wish(DecisionKind.NOT_OURS), who="ana")
    world.listed = "[]"
    world.told_on(on("2026-03-05"))
    world.listed = pinned
    quiet, shown = world.told_on(on("2026-03-08")), world.shows()
    world.listed = "[]"
    gone, over = world.told_on(on("2026-03-09")), world.shows()
    world.listed = pinned
    world.told_on(on("2026-03-10"))
    with world.at(on("2026-03-10")) as service:
        decide(service, "ranker", RETIRED, Wish(DecisionKind.REOPENED), who="ana")

    assert (quiet, gone) == ([], [])
    assert DONE not in shown
    assert DONE in over
    assert world.told_on(on("2026-03-11")) == ["#search > gpt-4-0613 retired 55 days ago · ranker"]


def test_a_pin_in_development_that_comes_to_production_is_told_again_once_and_shown(world: Registered) -> None:
    dev, stage, prod = (RETIRED, "dev", "nb.ipynb:1"), (RETIRED, "staging", "s.py:2"), (RETIRED, "prod", "pay.py:9")
    world.listed = places(dev)
    world.told_on(BEGIN)
    told = []
    for day, pins in enumerate([(dev, stage), (dev, stage, prod), (dev,), (dev, prod)], start=2):
        world.listed = places(*pins)
        told.append(world.told_on(BEGIN + timedelta(days=day)))
        assert all(at in world.shows() for _, _, at in pins)
        assert ("pay.py:9" in world.shows()) == (prod in pins)

    assert told[:2] == [[f"#search > gpt-4-0613 retired {n} days ago · ranker"] for n in (47, 48)]
    assert told[2:] == [[], []], "it was told of production before"
    assert "Now pinned in prod." in str(world.slack.ledger[2].blocks)


def test_another_place_of_the_same_stage_is_shown_and_no_news(world: Registered) -> None:
    world.listed = places((ENDING, "prod", "a.py:1"))
    world.told_on(BEGIN)
    world.listed = places((ENDING, "prod", "a.py:1"), (ENDING, "prod", "b.py:2"))

    assert world.told_on(on("2026-03-08")) == []
    assert "b.py:2" in world.shows()


BOTH = f'["{RETIRED}", "{ENDING}"]'


def test_the_team_that_takes_a_project_over_is_told_all_that_stands_and_the_one_before_that_it_is_gone(
    world: Registered,
) -> None:
    world.listed = BOTH
    first = world.told_on(BEGIN)
    world.owner = "other"
    told = [world.told_on(on(day)) for day in ("2026-03-05", "2026-03-06", "2026-04-03")]
    shown = world.shows()
    world.owner = "search"
    back = world.told_on(on("2026-04-05"))

    assert first == ["#search 2 of the models you pin are retired or about to be · ranker"]
    assert sorted(told[0]) == [
        "#other 2 of the models you pin are retired or about to be · ranker",
        "#search > ➡ gpt-4-0314 is over here: ranker is with the other team now.",
        "#search > ➡ gpt-4-0613 is over here: ranker is with the other team now.",
    ]
    assert told[1:] == [[], ["#other > gpt-4-0314 stops answering in 59 days · ranker"]]
    assert "ranker is with the other team now." in shown
    assert "#search > 2 of the models you pin are retired or about to be · ranker" in back
    assert "ranker is with" not in world.shows()


def test_a_team_that_is_told_in_the_same_channel_is_told_nothing_twice(world: Registered) -> None:
    world.channels = ("#search", "#search")
    world.told_on(BEGIN)
    world.owner = "other"

    assert [world.told_on(on(day)) for day in ("2026-03-05", "2026-03-06")] == [[], []]


def test_a_team_that_takes_a_project_over_at_night_is_told_in_the_morning(world: Registered) -> None:
    world.listed, world.quiet = f'["{ENDING}"]', 'quiet_hours = "18:00-08:00"\n'
    world.told_on(BEGIN)
    world.owner = "other"
    night, morning = world.told_on(on("2026-03-05", time(20))), world.told_on(on("2026-03-06", time(9)))

    assert night == ["#search > ➡ gpt-4-0314 is over here: ranker is with the other team now."]
    assert morning == ["#other gpt-4-0314 stops answering in 87 days · ranker"]
    assert "Pinned again" not in str(world.slack.ledger[-1].blocks)


def test_what_an_older_version_told_counts_as_told_to_this_team_and_for_this_stage(world: Registered) -> None:
    world.listed = BOTH
    world.told_on(BEGIN)
    with world.at(BEGIN) as service, transaction(service.engine) as session:
        session.execute(update(tables.Told).values(stage=None, team_id=None, places=None, closed_at=None))
    updates = len(world.slack.updated)

    assert world.told_on(on("2026-03-02")) == []
    assert len(world.slack.updated) == updates
    world.owner = "other"
    assert len(world.told_on(on("2026-03-03"))) == 3


def test_two_processes_say_once_that_a_model_is_done(world: Registered) -> None:
    world.told_on(BEGIN)
    world.listed = "[]"
    with world.at(on("2026-03-05")) as service:
        later = replace(service, clock=Stopped(on("2026-03-05") + timedelta(seconds=1)))
        assert [close_done(service), close_done(later)] == [1, 0]
