"""The weekly digest, from the record to a real mail server."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.config import WeeklyTime
from monitor.core.alerts import DigestMigrated
from monitor.core.decisions import DecisionKind
from monitor.service import deciding, digest, subscriptions
from monitor.service.deciding import Wish
from monitor.service.scheduler import next_weekly
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, openai_page
from tests.fakes.smtp import MailServer

OURS = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5`"), ("2025-10-01", "gpt-3-old", "`gpt-5`")))


def test_a_week_is_mailed_once_to_each_address_of_a_team(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.pins = ("openai/gpt-4-0314", "openai/gpt-3-old", "openai/gpt-9-typo", "mistral/mistral-large")
    world.team = 'emails = ["lead@example.org", "second@example.org"]\n'
    with MailServer() as mail:
        world.environ["MONITOR_SMTP_URL"] = f"smtp://{mail.address}"
        world.round("2025-11-13")
        for day in ("2025-11-14", "2025-11-14", "2025-11-15"):
            with world.service(day) as service:
                digest.queue(service)
                world.deliver(service)
        with world.service("2025-11-20") as service:
            digest.queue(service)
            world.deliver(service)

    assert sorted(message["To"] for message in mail.messages) == ["lead@example.org"] * 2 + ["second@example.org"] * 2
    body = mail.messages[0].get_body(("plain",))
    assert body is not None
    said = " ".join(body.get_content().split())
    assert "gpt-3-old retired" in said
    assert "gpt-4-0314 stops answering in 132 days" in said
    assert "openai/gpt-9-typo" in said
    assert "mistral/mistral-large" in said


def test_a_team_with_nothing_to_do_is_told_so(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.pins = ("openai/gpt-5",)
    world.round("2025-11-13")

    with world.service("2025-11-13") as service:
        (made,) = digest.digests(service)

    assert (made.retired, made.upcoming, made.later, made.unwatched) == ((), (), (), ())


def test_who_unsubscribes_by_the_link_of_the_mail_gets_no_more_and_the_others_do(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.team = 'emails = ["lead@example.org", "second@example.org"]\n'
    world.fetch = '[web]\npublic_url = "https://models.example.org"\n'
    with MailServer() as mail:
        world.environ["MONITOR_SMTP_URL"] = f"smtp://{mail.address}"
        world.round("2025-11-13")
        for day in ("2025-11-13", "2025-11-20"):
            with world.service(day) as service:
                digest.queue(service)
                world.deliver(service)
                lead = next(m for m in mail.messages if m["To"] == "lead@example.org")
                link = str(lead["List-Unsubscribe"]).strip("<>")
                meant = subscriptions.of_link(service, link.partition("=")[2])
                subscriptions.unsubscribe(service, meant.team, meant.address, who="lead")

    assert lead["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link.startswith("https://models.example.org/unsubscribe?token=")
    bodies = [part.get_content() for part in lead.walk() if not part.is_multipart()]
    assert len(bodies) == 2
    assert all(link in body for body in bodies)
    assert [message["To"] for message in mail.messages].count("lead@example.org") == 1
    assert [message["To"] for message in mail.messages].count("second@example.org") == 2


def test_a_team_may_have_its_week_in_its_channel(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.team = 'emails = ["lead@example.org"]\ndigest = ["slack"]\n'
    with MailServer() as mail:
        world.environ["MONITOR_SMTP_URL"] = f"smtp://{mail.address}"
        world.round("2025-11-13")
        with world.service("2025-11-13") as service:
            digest.queue(service)
            world.deliver(service)

    assert world.told[-1] == "1 stops in 133 days — search team, week 46"
    assert mail.messages == []


def test_what_is_waived_stands_in_the_week_with_the_waiver(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.pins = ("openai/gpt-3-old",)
    world.round("2025-11-13")

    with world.service("2025-11-14") as service:
        until = Wish(DecisionKind.WAIVED, until=date(2026, 3, 1), reason="an archive")
        deciding.decide(service, "ranker", "openai/gpt-3-old", until, who="ana")
        (made,) = digest.digests(service)

    ((told,),) = [p.alerts for p in made.retired]
    assert told.note == "waived until 2026-03-01 by ana: an archive"


def test_what_a_project_left_since_last_week_is_told_as_done(world: World) -> None:
    world.pages.documents["openai/deprecations"] = openai_page(OURS)
    world.pins = ("openai/gpt-4-0314", "openai/gpt-3-old", "openai/gpt-5")
    world.round("2025-11-13")
    world.pins = ("openai/gpt-4-0314",)
    world.round("2025-11-18")

    with world.service("2025-11-20") as service:
        (made,) = digest.digests(service)
    with world.service("2025-11-27") as service:
        (later,) = digest.digests(service)

    assert made.migrated == (DigestMigrated("ranker", "openai", "gpt-3-old"),)  # gpt-5 was well
    assert later.migrated == ()


def test_a_team_hears_of_the_sources_of_its_own_providers_only(world: World) -> None:
    world.pages.documents |= {"openai/deprecations": "# Sign in", "groq/deprecations": "# Sign in"}
    world.pins = ("openai/gpt-5", "cometapi/gpt-4-0314")
    world.round("2025-11-13")

    with world.service("2025-11-13") as service:
        (made,) = digest.digests(service)

    assert [source.source_id for source in made.unwell_sources] == ["openai/deprecations"]


@pytest.mark.parametrize(
    ("now", "zone", "expected"),
    [
        ("2026-11-22T12:00", "UTC", "2026-11-23T09:00"),
        ("2026-11-23T08:59", "UTC", "2026-11-23T09:00"),
        ("2026-11-23T09:00", "UTC", "2026-11-30T09:00"),
        ("2026-11-22T12:00", "America/New_York", "2026-11-23T14:00"),
        ("2026-03-28T12:00", "Europe/Amsterdam", "2026-03-30T07:00"),  # the clocks go forward in between
    ],
)
def test_the_digest_is_due_on_the_teams_own_clock(now: str, zone: str, expected: str) -> None:
    moment = datetime.fromisoformat(now).replace(tzinfo=UTC)

    due = next_weekly(WeeklyTime(0, 9, 0), ZoneInfo(zone), moment)

    assert due == datetime.fromisoformat(expected).replace(tzinfo=UTC)
