"""Threads in Slack: where follow-ups go, and what the first message shows then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.core.alerts import AlertKind, Urgency
from monitor.core.decisions import DecisionKind
from monitor.core.threads import Subject
from monitor.core.tickets import Resolved
from monitor.notify.slack.client import SlackBot
from monitor.service import conversations, payloads
from monitor.service.deciding import Wish, decide
from monitor.service.routes import SLACK, Route, queue
from monitor.store import alerts, registry, threads
from monitor.store.alerts import NewAlert
from monitor.store.engine import reading, transaction
from tests.fakes.slack import FakeSlack, Fault
from tests.notify.samples import alert, notice, place, retired
from tests.service.office import Office, office

ABOUT: Subject = ("ranker", "openai", "gpt-4-0314", "")
OTHER = alert(model_id="gpt-4-0613", places=(place(reference="openai/gpt-4-0613"),), dedup_key="other")


@pytest.fixture
def shop(tmp_path: Path, migrated_url: str) -> Iterator[Office]:
    with office(tmp_path, migrated_url, mail=False) as made:
        yield made


def below(slack: FakeSlack) -> list[str | None]:
    """For each message the one that it stands below, by number."""
    numbers = {p.ts: str(n) for n, p in enumerate(slack.ledger)}
    return [numbers.get(str(p.arguments.get("thread_ts"))) for p in slack.ledger]


def told(shop: Office, *said: object, saying: str) -> None:
    """Record alerts, queue them in one notice, and deliver all."""
    given = [a for a in said if isinstance(a, type(OTHER))]
    with transaction(shop.service.engine) as session:
        project = registry.project(session, "ranker")
        new = [
            NewAlert(project.id, replace(a, dedup_key=f"{saying} {a.model_id}"), payloads.of_alert(a)) for a in given
        ]
        alerts.add_alerts(session, new, at=shop.clock.now())
    shop.queue(notice(*given), saying=saying)
    deliver_all(shop)


def deliver_all(shop: Office) -> None:
    while shop.deliver().sent:
        shop.clock.time += timedelta(seconds=1)


def test_a_follow_up_goes_below_the_first_message_which_shows_it(shop: Office) -> None:
    told(shop, alert(), saying="first")
    told(shop, retired(urgency=Urgency.ENDED), saying="second")
    first, second = shop.slack.ledger

    assert below(shop.slack) == [None, "0"]
    assert second.arguments["reply_broadcast"] in {"1", True}
    assert "stops answering in 90 days" in str(first.blocks)
    assert "retired today" in str(shop.slack.now(first).blocks[0])
    assert shop.states() == [
        ("notice", "slack", "sent"), ("notice", "slack", "sent"), ("refresh", "slack", "sent"),
    ]  # fmt: skip


def test_what_can_wait_is_not_shown_outside_its_thread(shop: Office) -> None:
    told(shop, alert(), saying="first")
    told(shop, alert(kind=AlertKind.REMINDER, urgency=Urgency.QUARTER), saying="second")

    assert below(shop.slack) == [None, "0"]
    assert "reply_broadcast" not in shop.slack.ledger[1].arguments


def test_a_notice_with_anything_new_is_a_message_and_the_first_of_its_new_models(shop: Office) -> None:
    told(shop, alert(), saying="first")
    told(shop, retired(), OTHER, saying="second")
    told(shop, OTHER, saying="third")
    told(shop, alert(kind=AlertKind.REMINDER), saying="fourth")
    told(shop, alert(kind=AlertKind.REMINDER), OTHER, saying="fifth")

    assert below(shop.slack) == [None, None, "1", "0", None]
    assert "stops answering" in str(shop.slack.now(shop.slack.ledger[0]).blocks[0])


def test_a_reply_whose_answer_was_lost_is_found_in_its_thread(shop: Office) -> None:
    told(shop, alert(), saying="first")
    shop.queue(notice(alert(kind=AlertKind.REMINDER)), saying="second")
    shop.slack.then(Fault.LOST_ANSWER)
    shop.deliver()
    shop.clock.time += timedelta(hours=1)
    deliver_all(shop)

    assert below(shop.slack) == [None, "0"]
    assert {state for _, _, state in shop.states()} == {"sent"}


def test_whoever_updates_a_message_last_leaves_what_is_true_then(shop: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another process has updated the message to what is newer, while we were on the way with what is older."""
    told(shop, alert(), saying="first")
    update, ours = SlackBot.update, []

    def late(bot: SlackBot, *what: Any) -> bool:
        ours.append(what)
        if len(ours) == 1:
            decide(shop.service, "ranker", "openai/gpt-4-0314", Wish(DecisionKind.NOT_OURS), who="ana")
        return update(bot, *what)

    monkeypatch.setattr(SlackBot, "update", late)
    told(shop, retired(), saying="second")

    assert len(ours) == 3  # the older one, what is true, and the decision's own
    assert "Said to be not ours by ana" in str(ours[1][1].blocks)
    assert "Said to be not ours by ana" in str(shop.slack.now(shop.slack.ledger[0]).blocks)


def test_a_refresh_whose_answer_was_lost_is_done_again(shop: Office) -> None:
    told(shop, alert(), saying="first")
    shop.queue(notice(retired()), saying="second")
    shop.deliver()
    shop.slack.then(Fault.LOST_ANSWER)
    shop.deliver()
    shop.clock.time += timedelta(hours=1)
    deliver_all(shop)

    assert {state for _, _, state in shop.states()} == {"sent"}
    assert len(shop.slack.ledger) == 2


def test_the_end_of_a_model_is_told_below_and_takes_the_buttons_away(shop: Office) -> None:
    told(shop, alert(), saying="first")
    ended = Resolved("search", "ranker", "openai", "gpt-4-0314", "the project no longer pins it", shop.clock.now())
    with transaction(shop.service.engine) as session:
        payload = payloads.of_resolved(ended)
        queue(
            session, [Route(SLACK, "#search")], kind="resolved", what="ranker", saying="1", payload=payload,
            at=shop.clock.now(),
        )  # fmt: skip
        threads.end(session, "#search", [ABOUT], at=shop.clock.now())
    deliver_all(shop)
    first, last = shop.slack.ledger

    assert below(shop.slack) == [None, "0"]
    assert "is done in ranker: the project no longer pins it." in str(last.blocks)
    assert "Done: *ranker no longer pins it." in str(shop.slack.now(first).blocks).replace("Done:*", "Done: *")

    with transaction(shop.service.engine) as session:
        conversations.reopen(session, shop.service, registry.team(session, "search"), [ABOUT])
    deliver_all(shop)
    assert "no longer pins it" not in str(shop.slack.now(first).blocks)


def test_who_is_to_do_what_is_planned_is_named_beside_who_planned_it(shop: Office) -> None:
    told(shop, alert(), saying="first")
    wish = Wish(DecisionKind.PLANNED, date(2026, 3, 1), owner="ana")
    decide(shop.service, "ranker", "openai/gpt-4-0314", wish, who="bob")
    deliver_all(shop)

    (first,) = shop.slack.ledger
    assert "Planned for *1 March 2026* (ana does it) by bob · ranker" in str(shop.slack.now(first).blocks)


def test_the_end_of_what_a_channel_was_never_told_is_no_message(shop: Office) -> None:
    ended = Resolved("search", "ranker", "openai", "gpt-4-0314", "the project no longer pins it", shop.clock.now())
    with transaction(shop.service.engine) as session:
        payload = payloads.of_resolved(ended)
        queue(
            session, [Route(SLACK, "#search")], kind="resolved", what="ranker", saying="1", payload=payload,
            at=shop.clock.now(),
        )  # fmt: skip
    deliver_all(shop)

    assert shop.slack.ledger == []
    assert shop.states() == [("resolved", "slack", "sent")]


def test_a_thread_is_begun_once_and_known_by_its_channel(shop: Office) -> None:
    with transaction(shop.service.engine) as session:
        threads.begin(session, "#search", [ABOUT, ("no such project", "a", "b", "")], "C1/1")
        threads.begin(session, "#search", [ABOUT], "C1/2")
    with reading(shop.service.engine) as session:
        assert {s: row.message for s, row in threads.begun(session, "#search", [ABOUT]).items()} == {ABOUT: "C1/1"}
        assert threads.begun(session, "#models", [ABOUT]) == {}
        assert threads.recipients(session, "C1") == {"#search"}
        assert threads.recipients(session, "C") == set()


def test_a_request_is_seen_for_the_first_time_once(shop: Office) -> None:
    now = shop.clock.now()
    with transaction(shop.service.engine) as session:
        seen = [threads.first_time(session, key, at=now) for key in ("a", "b", "a")]
        later = [threads.first_time(session, key, at=now + timedelta(hours=2)) for key in ("a", "b")]

    assert seen == [True, True, False]
    assert later == [True, True]
