"""What teams asked for, seen at their channel: pauses, storms, quiet hours, aliases, floors, far-off ends."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from monitor import config
from monitor.catalog.facts import Catalog
from monitor.catalog.facts import Section as Bundled
from monitor.catalog.figures import FigureTables
from monitor.core.alerts import Place
from monitor.core.policy import crossed
from monitor.service import registry
from monitor.service.app import Service
from monitor.service.clock import Stopped
from monitor.service.poll import poll
from monitor.service.remind import remind
from monitor.sources.registry import all_sources
from monitor.store import engine, facts, registering, schema, tables
from monitor.store.engine import reading, transaction
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner
from tests.core.build import fact
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, openai_page

PAGE = "openai/deprecations"
OURS = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5`"),))
SHUTDOWN, LEADS = date(2026, 3, 26), (180, 90, 60, 30, 14, 7, 1, 0)
NOON = time(12)


def moment(day: str | date, at: time = NOON) -> datetime:
    return datetime.combine(date.fromisoformat(day) if isinstance(day, str) else day, at, UTC)


@contextmanager
def installed(world: World, start: str) -> Iterator[Service]:
    """An installation that reads one page, and knows nothing else."""
    read = config.load(world.config_file, world.environ)
    database = engine.connect(world.database_url)
    schema.prepare(database, migrate_postgres=True)
    made = Service(read, database, Stopped(moment(start)), {PAGE: all_sources()[PAGE]}, Catalog({}), world.environ)
    registry.sync(made)
    yield made
    database.dispose()


def told_at(world: World, service: Service, at: datetime) -> list[str]:
    """What is sent in one whole round at a moment: the headers."""
    before, now = len(world.told), replace(service, clock=Stopped(at))
    poll(now, [PAGE])
    if remind(now).messages:
        world.deliver(now)
    return world.told[before:]


@settings(max_examples=6, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.integers(1, 60), min_size=1, max_size=5))
def test_after_any_pause_the_most_urgent_crossing_is_told_in_the_first_round(world: World, pauses: list[int]) -> None:
    """R4."""
    world.pages.documents[PAGE] = openai_page(OURS)
    first = date(2025, 11, 13)
    with installed(world, "2025-11-13") as service:
        with transaction(service.engine) as session:  # each example begins as a new installation
            for table in (tables.Outbox, tables.Alert, tables.Told):
                session.execute(delete(table))
        assert len(told_at(world, service, moment(first))) == 1
        last, day = (SHUTDOWN - first).days, first
        for pause in pauses:
            day += timedelta(days=pause)
            left = (SHUTDOWN - day).days
            told = told_at(world, service, moment(day))
            due = crossed(last, left, LEADS) is not None
            assert len(told) == due, (day, told)
            assert told_at(world, service, moment(day, time(13))) == []
            last = left if due else last


def test_a_replacement_at_another_provider_that_dies_is_told_once_with_whose_it_was(world: World) -> None:
    world.pins = ("azure/gpt-5",)
    where = {"provider": "azure", "source_id": "azure/retirements"}
    ended = fact("gpt-5", **where, deprecated_on="2025-10-01", shutdown_on="2026-01-10")
    world.pages.documents[PAGE] = openai_page(OURS)
    with installed(world, "2025-11-13") as service:
        sections = {"azure/retirements": Bundled(date(2025, 11, 1), (ended,))}
        cloud = replace(service, catalog=Catalog(sections, FigureTables([])))
        first = told_at(world, cloud, moment("2026-01-12"))
        suggested = str(world.slack.ledger[-1].blocks)
        assert told_at(world, cloud, moment("2026-02-01")) == []  # Azure's own gpt-5 is dead, and nobody's replacement
        dies = Section("2026-06-11", (("2026-12-11", "gpt-5", "`gpt-5.6-sol`"),))
        world.pages.documents[PAGE] = openai_page(dies, OURS)
        later = [told_at(world, cloud, moment(day)) for day in ("2026-06-15", "2026-06-16", "2026-08-01")]
        died = str(world.slack.ledger[-1].blocks)

    assert len(first) == 1
    assert "at OpenAI — our suggestion: the same model at another provider, openai" in suggested
    assert later == [["gpt-5 needs another replacement · ranker"], [], []]
    assert "The replacement that you were told before, openai/gpt-5, is retired or about to be itself." in died


def test_the_same_pages_polled_a_hundred_times_are_one_set_of_events(world: World) -> None:
    """R12."""
    with installed(world, "2025-11-13") as service:
        for n in range(100):
            world.pages.documents[PAGE] = openai_page(OURS) + "\n" * (n % 2)  # other bytes, the same words
            poll(replace(service, clock=Stopped(moment("2025-11-13") + timedelta(minutes=n))), [PAGE])
            if n == 0:
                first = recorded(service)
        assert recorded(service) == first
        assert [len(told_at(world, service, moment("2025-11-14"))) for _ in range(2)] == [1, 0]


def recorded(service: Service) -> tuple[object, ...]:
    """The events and the facts; when a row was read last, and in which bytes, is another matter."""
    with reading(service.engine) as session:
        columns = [c for c in tables.Fact.__table__.c if c.name not in {"document_sha256", "last_seen"}]
        rows = session.execute(select(*columns).order_by(tables.Fact.row_key)).all()
        return [r.change for r in facts.changes(session)], list(map(tuple, rows))


def enter(service: Service, projects: int, pins: list[str], *, teams: int = 1) -> None:
    at = service.clock.now()
    with transaction(service.engine) as session:
        for n in range(teams):
            registering.add_team(session, TeamEntry(f"team-{n}", "#search"), owner=Owner.CLI, at=at)
        for n in range(projects):
            name = f"project-{n:03}"
            made = registering.add_project(session, name, team=f"team-{n % teams}", owner=Owner.CLI, at=at)
            session.add_all(
                tables.Pin(project_id=made.id, reference=p, environment="", location="", owner=Owner.CLI, created_at=at)
                for p in pins
            )


def test_ten_thousand_findings_over_two_hundred_projects_are_two_hundred_messages(world: World) -> None:
    """R10: and up to 45 of them stand in a message of their own project."""
    world.pins = ()
    models = [f"gpt-x-{n}" for n in range(50)]
    section = Section("2025-09-26", tuple(("2026-03-26", m, "`gpt-5`") for m in models))
    world.pages.documents[PAGE] = openai_page(section)
    with installed(world, "2025-11-13") as service:
        enter(service, 200, [f"openai/{m}" for m in models], teams=20)
        told = told_at(world, service, moment("2025-11-13"))

    assert len(told) == 200
    assert len(set(told)) == 200
    assert all(text.startswith("50 of the models you pin") for text in told)


def test_a_storm_is_one_message_a_team(world: World) -> None:
    world.pins = ()
    models = [f"gpt-x-{n}" for n in range(40)]
    world.pages.documents[PAGE] = openai_page(OURS)
    with installed(world, "2025-11-13") as service:
        enter(service, 12, [f"openai/{m}" for m in models], teams=2)
        assert told_at(world, service, moment("2025-11-13")) == []
        storm = Section("2025-11-14", tuple(("2026-05-14", m, "`gpt-5`") for m in models))
        world.pages.documents[PAGE] = openai_page(storm, OURS)
        told = told_at(world, service, moment("2025-11-14"))
        again = told_at(world, service, moment("2025-11-15"))

    assert sorted(told) == [
        f"gpt-x-0 stops answering in 181 days, and 39 more · 6 projects of team-{n}" for n in range(2)
    ]
    assert again == []
    assert "project-000: " not in str(world.slack.ledger[0].blocks), "forty models fit in the short form"


def test_one_model_of_many_projects_is_said_once_with_all_its_places(world: World) -> None:
    world.pins = ()
    world.pages.documents[PAGE] = openai_page(OURS)
    with installed(world, "2025-11-13") as service:
        enter(service, 4, ["openai/gpt-4-0314"])
        first = told_at(world, service, moment("2025-11-13"))
        told = told_at(world, service, moment("2025-12-26"))

    assert len(first) == 4, "a first look is a summary of each project's own"
    assert told == ["gpt-4-0314 stops answering in 90 days · 4 projects of team-0"]
    said = str(world.slack.ledger[-1].blocks)
    assert all(f"project-00{n}: " in said for n in range(4))


QUIET = """
timezone = "Europe/Amsterdam"
quiet_hours = "18:00-08:00"
working_days = ["mon", "tue", "wed", "thu", "fri"]
"""


def test_what_can_wait_waits_for_the_opening_and_is_then_told_once(world: World) -> None:
    world.team = QUIET
    world.pages.documents[PAGE] = openai_page(OURS)
    with installed(world, "2025-11-13") as service:
        hours = [moment("2025-11-13", time(h)) for h in (5, 6, 8, 9, 20)]
        first = [told_at(world, service, at) for at in hours]  # 06:00, 07:00, 09:00, 10:00 and 21:00 in Amsterdam
        weekend = [told_at(world, service, moment(f"2026-01-{d}")) for d in (24, 25, 26)]  # 61, 60, 59 days before

    assert [len(told) for told in first] == [0, 0, 1, 0, 0]
    assert weekend[:2] == [[], []]
    assert weekend[2] == ["gpt-4-0314 stops answering in 59 days · ranker"]


def test_what_cannot_wait_goes_through_the_night(world: World) -> None:
    world.team = QUIET
    world.pages.documents[PAGE] = openai_page(OURS)
    with installed(world, "2025-11-13") as service:
        told_at(world, service, moment("2026-03-10"))
        told = [told_at(world, service, moment(day, time(2))) for day in ("2026-03-12", "2026-03-19", "2026-03-26")]

    assert told == [
        [], ["gpt-4-0314 stops answering in 7 days · ranker"], ["gpt-4-0314 retired today · ranker"],
    ]  # fmt: skip


def test_development_can_wait_and_comes_after_live(world: World) -> None:
    world.pins = ()
    world.team = QUIET
    both = (("2026-03-26", "gpt-4-0314", "`gpt-5`"), ("2026-03-26", "gpt-4-0613", "`gpt-5`"))
    world.pages.documents[PAGE] = openai_page(Section("2025-09-26", both))
    with installed(world, "2025-11-13") as service:
        with transaction(service.engine) as session:
            for model, environment in (("gpt-4-0314", "dev"), ("gpt-4-0613", "prod")):
                place = Place(f"openai/{model}", environment, None)
                registering.add_pin(session, "ranker", place, owner=Owner.CLI, at=service.clock.now())
        open_day = told_at(world, service, moment("2026-03-10"))
        night = told_at(world, service, moment("2026-03-19", time(2)))
        morning = told_at(world, service, moment("2026-03-19"))

    assert open_day == ["2 of the models you pin are retired or about to be · ranker"]
    assert night == ["gpt-4-0613 stops answering in 7 days · ranker"]
    assert morning == ["gpt-4-0314 stops answering in 7 days · ranker"]


def test_a_flap_is_one_message(world: World) -> None:
    world.pages.documents[PAGE] = openai_page(OURS)
    other = openai_page(Section("2025-09-26", (("2026-05-26", "gpt-4-0314", "`gpt-5`"),)))
    with installed(world, "2025-11-13") as service:
        told_at(world, service, moment("2025-11-13"))
        told = []
        for n in range(1, 8):
            world.pages.documents[PAGE] = other if n == 2 else openai_page(OURS)
            told += told_at(world, service, moment("2025-11-13") + timedelta(days=n))

    assert told == ["gpt-4-0314 still stops answering on 26 March 2026 · ranker"]
    assert "gave 26 May 2026 for a short while" in str(world.slack.ledger[-1].blocks)


def test_a_project_has_lead_days_of_its_own(world: World) -> None:
    world.pages.documents[PAGE] = openai_page(OURS)
    with installed(world, "2025-11-13") as service:
        with transaction(service.engine) as session:
            at = service.clock.now()
            registering.add_project(session, "calm", team="search", owner=Owner.CLI, at=at, lead_days=(45,))
            registering.add_pin(session, "calm", Place("openai/gpt-4-0314"), owner=Owner.CLI, at=at)
        told_at(world, service, moment("2025-11-13"))
        days = [SHUTDOWN - timedelta(days=left) for left in (100, 60, 45, 30)]
        told = [told_at(world, service, moment(day)) for day in days]

    assert told == [
        [],
        ["gpt-4-0314 stops answering in 60 days · ranker"],
        ["gpt-4-0314 stops answering in 45 days · calm"],
        ["gpt-4-0314 stops answering in 30 days · ranker"],
    ]


@pytest.mark.parametrize(("wish", "told"), [("", 0), ('announce_within = "365d"', 1)])
def test_far_off_announcements_are_told_to_those_who_want_them(world: World, wish: str, told: int) -> None:
    world.team = f"{wish}\n"
    world.pages.documents[PAGE] = openai_page()
    with installed(world, "2025-04-01") as service:
        told_at(world, service, moment("2025-04-01"))
        world.pages.documents[PAGE] = openai_page(Section("2025-04-02", OURS.rows))
        announced = told_at(world, service, moment("2025-04-02"))
        reminded = told_at(world, service, moment(SHUTDOWN - timedelta(days=180)))

    assert len(announced) == told
    assert reminded == ["gpt-4-0314 stops answering in 180 days · ranker"]
