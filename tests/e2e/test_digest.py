"""The weekly digest, from the record to a real mail server."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from monitor.config import WeeklyTime
from monitor.service import digest
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
