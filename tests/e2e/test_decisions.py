"""A snooze in a whole service, on each database: silent through lead days, and over when the date moves earlier."""

from __future__ import annotations

from datetime import date

from monitor.core.decisions import DecisionKind
from monitor.service import deciding
from monitor.service.deciding import Wish
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, openai_page

PIN = "openai/gpt-4-0314"


WORKING_DAYS = 'working_days = ["mon", "tue", "wed", "thu", "fri"]\n'


def announced(ends: str) -> str:
    return openai_page(Section("2025-09-26", ((ends, "gpt-4-0314", "`gpt-5`"),)))


def test_a_snooze_is_silent_until_the_date_moves_earlier(world: World) -> None:
    world.pages.documents["openai/deprecations"] = announced("2026-03-26")
    world.round("2025-11-13")
    with world.service("2025-11-13") as service:
        wish = Wish(DecisionKind.SNOOZED, date(2026, 3, 1), reason="after the release")
        deciding.decide(service, "ranker", PIN, wish, who="ana")
        assert len(deciding.entries(service, "ranker")) == 1

    world.round("2025-12-26")  # 90 days are left
    assert len(world.told) == 1

    world.pages.documents["openai/deprecations"] = announced("2026-02-26")
    for day in ("2025-12-29", "2025-12-30", "2025-12-31", "2026-01-01"):
        world.round(day)

    assert world.told[1:] == ["gpt-4-0314 stops 28 days earlier, on 26 February 2026 · ranker"]
    said = str(world.slack.ledger[1].blocks)
    assert "snoozed until 1 march 2026 by ana: after the release" in said.casefold()
    assert "the shutdown date is earlier than it was then" in said
    with world.service("2026-01-01") as service:
        assert deciding.entries(service, "ranker") == []


def test_a_snooze_that_is_over_is_no_longer_shown_also_while_the_team_is_left_alone(world: World) -> None:
    world.team = WORKING_DAYS
    world.pages.documents["openai/deprecations"] = announced("2026-03-26")
    world.round("2025-11-13")
    with world.service("2025-11-13") as service:
        deciding.decide(service, "ranker", PIN, Wish(DecisionKind.SNOOZED, date(2025, 11, 29)), who="ana")
    first = world.slack.ledger[0]

    world.round("2025-11-28")
    assert "Snoozed until *29 November 2025* by ana" in str(world.slack.now(first).blocks)
    updates = world.slack.requests.count("chat.update")
    for _ in range(2):
        world.round("2025-11-29")  # a Saturday: its end is told on Monday
    assert "Snoozed" not in str(world.slack.now(first).blocks)
    assert (len(world.told), world.slack.requests.count("chat.update")) == (1, updates + 1)

    world.round("2025-12-01")
    assert len(world.told) == 2


def test_a_snooze_that_ends_while_the_date_may_be_a_flap_is_told_with_the_date_once_it_has_settled(
    world: World,
) -> None:
    world.pages.documents["openai/deprecations"] = announced("2026-03-26")
    world.round("2025-11-13")
    with world.service("2025-11-13") as service:
        deciding.decide(service, "ranker", PIN, Wish(DecisionKind.SNOOZED, date(2025, 11, 20)), who="ana")

    world.pages.documents["openai/deprecations"] = announced("2026-03-06")
    for day in ("2025-11-19", "2025-11-20"):
        world.round(day)
    assert len(world.told) == 1
    for day in ("2025-11-21", "2025-11-22"):
        world.round(day)

    assert world.told[1:] == ["gpt-4-0314 stops 20 days earlier, on 6 March 2026 · ranker"]
    assert "snoozed until 20 november 2025 by ana; its day has come" in str(world.slack.ledger[1].blocks).casefold()


def test_what_ends_earlier_than_it_was_to_is_told_through_a_waiver_though_it_is_over_by_then(world: World) -> None:
    world.pages.documents["openai/deprecations"] = announced("2026-03-26")
    world.round("2025-11-13")
    with world.service("2025-11-13") as service:
        waiver = Wish(DecisionKind.WAIVED, date(2026, 6, 30), reason="switched off in spring")
        deciding.decide(service, "ranker", PIN, waiver, who="ana")

    world.pages.documents["openai/deprecations"] = announced("2025-12-10")
    world.round("2025-12-11")  # nobody ran for four weeks
    world.round("2026-03-26")

    assert len(world.told) == 2
    assert "retired" in world.told[1]
