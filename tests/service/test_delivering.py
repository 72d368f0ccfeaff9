"""Messages arrive at least once, or are visibly dead and told another way."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from monitor.core.alerts import Severity
from monitor.core.tickets import ticket_key
from monitor.errors import DatabaseUnreachable, DeliveryError, Fault, MonitorError
from monitor.notify.slack.client import SlackBot
from monitor.service import payloads, routes
from monitor.service.deliver import FIRST_RETRY, GIVE_UP_AFTER, LONGEST_RETRY, backoff, deliver
from monitor.service.routes import EMAIL, Route
from monitor.store import outbox
from monitor.store.engine import transaction
from monitor.store.outbox import Leased
from monitor.store.states import Delivery
from tests.fakes import slack as fake
from tests.fakes.receivers import LOST, Answer
from tests.notify.samples import alert, notice, place
from tests.service.office import HOUR, SECOND, START, WAYS, Office, office


@pytest.fixture
def shop(tmp_path: Path, migrated_url: str) -> Iterator[Office]:
    """Slack and e-mail."""
    with office(tmp_path, migrated_url) as made:
        yield made


@pytest.fixture
def every_way(tmp_path: Path, migrated_url: str) -> Iterator[Office]:
    """Two teams that have all further ways."""
    with office(tmp_path, migrated_url, ways=f'{WAYS}[[teams]]\nname = "ads"\n{WAYS}') as made:
        yield made


@pytest.fixture
def hook(tmp_path: Path, migrated_url: str) -> Iterator[Office]:
    """An incoming webhook of Slack's, and e-mail."""
    with office(tmp_path, migrated_url, bot=False) as made:
        yield made


class Refusing:
    """Senders that never get anything out."""

    def __init__(self, error: MonitorError) -> None:
        self.error = error
        self.tries = 0

    def kept(self) -> AbstractContextManager[None]:
        return nullcontext()

    def send(self, _: Leased) -> str | None:
        self.tries += 1
        raise self.error


class TestPermanent:
    @pytest.mark.parametrize(
        ("word", "closed"),
        [
            ("channel_not_found", "#search"), ("is_archived", "#search"), ("not_in_channel", "#search"),
            ("token_revoked", ""), ("invalid_auth", ""), ("missing_scope", ""),
        ],
    )  # fmt: skip
    def test_one_attempt_then_the_way_is_closed_and_its_owner_is_told_by_e_mail(
        self, shop: Office, word: str, closed: str
    ) -> None:
        """R8, and the second road: what is urgent arrives by e-mail in the same round."""
        shop.slack.then(fake.error(word))
        shop.queue()

        done = shop.deliver()

        assert [(c.name, c.recipient) for c in shop.closed] == [("slack", closed)]
        assert word in (shop.closed[0].disabled_reason or "")
        assert [(r.attempts, r.state) for r in shop.rows if r.channel == "slack"] == [(1, Delivery.DEAD)]
        assert done.dead == 1
        subjects = [str(m["Subject"]) for m in shop.mail.messages]
        assert any("no longer taken" in s for s in subjects)
        assert any(s.startswith("gpt-4-0314 stops answering") for s in subjects)

    def test_what_waits_for_a_closed_way_is_given_up_too_and_the_urgent_goes_on(self, shop: Office) -> None:
        shop.slack.then(fake.error("is_archived"))
        shop.queue()
        shop.deliver()
        shop.queue(notice(alert(severity=Severity.UPCOMING)), saying="far off")
        shop.queue(notice(alert(days_left=30)), saying="urgent")

        shop.deliver()

        assert [r.state for r in shop.rows if r.channel == "slack"] == [Delivery.DEAD] * 3
        assert shop.slack.requests.count("chat.postMessage") == 0
        urgent = [m for m in shop.mail.messages if str(m["Subject"]).startswith("gpt-4-0314 stops")]
        assert len(urgent) == 2
        assert sum("no longer taken" in str(m["Subject"]) for m in shop.mail.messages) == 1, "told once"

    @pytest.mark.parametrize("step", ["RCPT", "DATA"])
    @pytest.mark.parametrize(
        "answer", ["501 5.1.3 Bad recipient address syntax", "553 5.1.3 invalid address", "550 5.1.3 bad mailbox"]
    )
    def test_an_address_that_is_none_is_closed_alone_and_its_owner_is_told_in_slack(
        self, shop: Office, answer: str, step: str
    ) -> None:
        shop.mail.answers[step] = answer
        with transaction(shop.service.engine) as session:
            outbox.enqueue(
                session, dedup_key="k", channel="email", recipient="search@example.org", kind="notice",
                payload=payloads.of_notice(notice()), at=shop.clock.now(),
            )  # fmt: skip

        done = shop.deliver()

        assert [(c.name, c.recipient) for c in shop.closed] == [("email", "search@example.org")]
        assert [(r.attempts, r.state) for r in shop.rows if r.channel == "email"] == [(1, Delivery.DEAD)]
        assert done.dead == 1
        shop.deliver()
        said = [str(p.blocks[0]["text"]["text"]) for p in shop.slack.ledger]
        assert any("no longer taken" in s for s in said)
        assert any(s.startswith("gpt-4-0314 stops answering") for s in said)

    def test_a_message_that_is_refused_for_itself_closes_nothing(self, shop: Office) -> None:
        shop.slack.then(fake.error("invalid_blocks"))
        shop.queue()

        shop.deliver()

        assert shop.closed == []
        assert [str(m["Subject"])[:10] for m in shop.mail.messages] == ["gpt-4-0314"]

    def test_retry_opens_the_way_and_sends_what_was_given_up(self, shop: Office) -> None:
        shop.slack.then(fake.error("is_archived"))
        shop.queue()
        shop.deliver()
        with transaction(shop.service.engine) as session:
            outbox.retry(session, now=shop.clock.now())

        shop.deliver()

        assert len(shop.slack.ledger) == 1
        assert shop.closed == []

    def test_changed_settings_open_it_too(self, shop: Office) -> None:
        shop.slack.then(fake.error("token_revoked"))
        shop.queue()
        shop.deliver()
        same = deliver(shop.service, shop.senders)
        environ = {**shop.service.environ, "SLACK_BOT_TOKEN": "xoxb-another"}

        deliver(replace(shop.service, environ=environ), shop.senders)

        assert same.sent == 0
        assert len(shop.slack.ledger) == 1
        assert shop.closed == []

    def test_without_e_mail_the_operators_are_told(self, tmp_path: Path, migrated_sqlite: str) -> None:
        with office(tmp_path, migrated_sqlite, mail=False) as made:
            made.slack.then(fake.error("channel_not_found"))
            made.queue()
            made.deliver()
            words = [str(p.blocks) for p in made.slack.ledger if p.channel == "C00000001"]

            assert any("no longer taken" in w for w in words)
            assert any("gpt-4-0314" in w and "stops answering" in w for w in words)

    def test_where_nothing_else_is_left_it_is_printed(self, tmp_path: Path, migrated_sqlite: str) -> None:
        with office(tmp_path, migrated_sqlite, mail=False) as made:
            made.slack.then(fake.error("account_inactive"))
            made.queue()
            made.deliver()

            assert "no longer taken" in made.console.getvalue()
            assert "stops answering" in made.console.getvalue()


class TestWebhookOfATeam:
    @pytest.fixture
    def hooked(self, tmp_path: Path, migrated_sqlite: str) -> Iterator[Office]:
        with office(tmp_path, migrated_sqlite, ways='[teams.slack_webhook]\nurl_env = "SLACK_HOOK"\n') as made:
            yield made

    def test_it_stands_for_the_channel_also_where_there_is_a_bot(self, hooked: Office) -> None:
        hooked.queue()
        hooked.deliver()

        assert hooked.slack.requests == ["webhook"]
        assert hooked.states() == [("notice", "team-slack-webhook", "sent")]
        assert "actions" not in str(hooked.slack.ledger[0].blocks)

    @pytest.mark.parametrize(
        "answer",
        [
            fake.Answer(404, "no_service"), fake.Answer(410, "channel_is_archived"), fake.Answer(404, ""),
            fake.Answer(410, ""), fake.Answer(403, "invalid_token"),
        ],
    )  # fmt: skip
    def test_one_that_is_gone_closes_this_teams_way_alone_and_its_owner_is_told(
        self, hooked: Office, answer: fake.Answer
    ) -> None:
        hooked.slack.then(answer)
        hooked.queue()
        hooked.deliver()
        hooked.deliver()

        assert [(c.name, c.recipient) for c in hooked.closed] == [("team-slack-webhook", "search")]
        assert [m["To"] for m in hooked.mail.messages] == ["search@example.org"] * 2, (
            "the word, and what was to be told"
        )
        assert "made-up-secret" not in str([(r.last_error, r.dedup_key) for r in hooked.rows])
        assert "made-up-secret" not in str([m.as_string() for m in hooked.mail.messages])

    def test_a_new_address_opens_it(self, hooked: Office) -> None:
        hooked.slack.then(fake.Answer(404, "no_service"))
        hooked.queue()
        hooked.deliver()
        cast("dict[str, str]", hooked.service.environ)["SLACK_HOOK"] = hooked.slack.webhook("search")
        hooked.deliver()

        assert hooked.closed == []
        assert len(hooked.slack.ledger) == 1

    def test_an_address_that_is_none_is_told_and_not_shown(self, tmp_path: Path, migrated_sqlite: str) -> None:
        with office(tmp_path, migrated_sqlite, ways='[teams.slack_webhook]\nurl_env = "NOT_SET"\n') as made:
            made.queue()
            made.deliver()

            assert [(c.name, c.recipient) for c in made.closed] == [("team-slack-webhook", "search")]
            assert made.slack.ledger == []


class TestEveryWay:
    def test_a_team_is_told_by_all_that_it_has(self, every_way: Office) -> None:
        every_way.queue()

        done = every_way.deliver()

        assert (done.sent, done.errors) == (6, [])
        there = every_way.there
        taken = (there.webhook, there.teams, there.discord, there.incidents, there.issues["acme/ranker"])
        assert [len(ledger) for ledger in taken] == [1] * 5
        assert len(every_way.slack.ledger) == 1

    @pytest.mark.parametrize(
        ("after", "told"), [(0, "in 90 days"), (86, "in 4 days"), (92, "was to stop answering 2 days ago")]
    )
    def test_days_are_counted_on_the_day_it_goes_out(self, every_way: Office, after: int, told: str) -> None:
        every_way.queue()
        with transaction(every_way.service.engine) as session:
            along = [Route(EMAIL, "search@example.org")]
            routes.queue(
                session,
                along,
                kind="notice",
                what="ranker",
                saying="x",
                payload=shop_payload(),
                at=every_way.clock.now(),
            )
        every_way.clock.time += timedelta(days=after)

        every_way.deliver()

        there = every_way.there
        (webhook,) = there.webhook
        (incident,) = there.incidents.values()
        (issue,) = there.issues["acme/ranker"]
        slack = every_way.slack.ledger[0].blocks
        mailed = every_way.mail.messages[0]["Subject"]
        for said in (webhook, there.teams, there.discord, incident, issue["title"], slack, mailed):
            assert told in str(said)
        day = START.date() + timedelta(days=after)
        assert (webhook["today"], webhook["alerts"][0]["days_left"]) == (str(day), 90 - after)

    @pytest.mark.parametrize("way", ["webhook", "microsoft-teams", "discord", "pagerduty"])
    @pytest.mark.parametrize("status", [404, 410])
    def test_a_hook_that_is_gone_is_closed_and_told(self, every_way: Office, way: str, status: int) -> None:
        """R8."""
        every_way.there.then(Answer(status))
        every_way.queue(only={way})

        every_way.deliver()

        assert [(r.attempts, r.state) for r in every_way.rows if r.channel == way] == [(1, Delivery.DEAD)]
        assert [(c.name, c.recipient) for c in every_way.closed] == [(way, "search")]
        assert sum("no longer taken" in str(m["Subject"]) for m in every_way.mail.messages) == 1
        assert sum("stops answering" in str(m["Subject"]) for m in every_way.mail.messages) == 1

    @pytest.mark.parametrize("status", [404, 410])
    def test_a_webhook_of_slack_that_is_gone_is_closed_and_told(self, hook: Office, status: int) -> None:
        """R8."""
        hook.slack.then(fake.Answer(status))
        hook.queue(only={"slack-webhook"})

        hook.deliver()

        assert [(r.attempts, r.state) for r in hook.rows if r.channel == "slack-webhook"] == [(1, Delivery.DEAD)]
        assert [c.name for c in hook.closed] == ["slack-webhook"]
        assert sum("no longer taken" in str(m["Subject"]) for m in hook.mail.messages) == 1
        assert sum("stops answering" in str(m["Subject"]) for m in hook.mail.messages) == 1

    @pytest.mark.parametrize("way", ["webhook", "microsoft-teams", "discord"])
    def test_a_lost_answer_is_repeated_once_and_marked(self, every_way: Office, way: str) -> None:
        every_way.there.then(LOST, LOST)
        every_way.queue(only={way})

        for _ in range(3):
            every_way.deliver()
            every_way.clock.time += 2 * HOUR

        ledger = {"webhook": every_way.there.webhook, "microsoft-teams": every_way.there.teams}.get(
            way, every_way.there.discord
        )
        marked = [("Possible repeat" in str(m) or m.get("possible_repeat") is True) for m in ledger]
        assert marked == [False, True]
        assert [r.state for r in every_way.rows if r.channel == way] == [Delivery.DEAD]

    @pytest.mark.parametrize("way", ["pagerduty", "github"])
    def test_what_joins_repeats_by_itself_is_simply_tried_again(self, every_way: Office, way: str) -> None:
        every_way.there.then(*([Answer(200, [])] if way == "github" else []), LOST)
        every_way.queue(only={way})

        for _ in range(2):
            every_way.deliver()
            every_way.clock.time += 2 * HOUR

        assert [r.state for r in every_way.rows] == [Delivery.SENT]
        assert len(every_way.there.incidents) + len(every_way.there.issues["acme/ranker"]) == 1

    def test_news_of_many_projects_opens_what_each_of_them_can_close(self, every_way: Office) -> None:
        shared = alert(places=tuple(place(project=name) for name in ("ranker", "indexer")), tokens=12_000_000)
        at_once = notice(shared, project="", projects=("indexer", "ranker"))
        every_way.queue(at_once, only={"pagerduty", "github"})

        every_way.deliver()

        keys = {ticket_key(name, "openai", "gpt-4-0314") for name in ("ranker", "indexer")}
        assert set(every_way.there.incidents) == keys
        issues = every_way.there.issues["acme/ranker"]
        assert [
            f"Pinned in {name}, by the search team" in issue["body"]
            for name, issue in zip(("indexer", "ranker"), issues, strict=True)
        ] == [True, True]
        assert not any("in 30 days" in issue["body"] for issue in issues), "that is what both use"

    def test_a_way_whose_secret_is_missing_is_told_and_not_passed_over(
        self, tmp_path: Path, migrated_sqlite: str
    ) -> None:
        with office(tmp_path, migrated_sqlite, ways='[teams.discord]\nurl_env = "NOT_SET"\n') as made:
            made.queue()
            made.deliver()

            assert [(c.name, c.recipient) for c in made.closed] == [("discord", "search")]
            assert any("is not set up" in m.get_body(("plain",)).get_content() for m in made.mail.messages)  # type: ignore[union-attr]


class TestHolds:
    def test_a_channel_that_asks_for_rest_gets_it_to_the_second_and_the_others_go_on(self, shop: Office) -> None:
        """R7."""
        shop.slack.channels.append(fake.Channel("C00000003", "ads"))
        shop.slack.then(fake.rate_limited(30))
        shop.queue()
        shop.deliver()
        with transaction(shop.service.engine) as session:
            for n in range(20):
                outbox.enqueue(
                    session, dedup_key=f"ads {n}", channel="slack", recipient="#ads", kind="notice",
                    payload=shop_payload(), at=shop.clock.now(),
                )  # fmt: skip
        shop.queue(saying="second")
        asked_for = shop.slack.requests.count("chat.postMessage")

        others = shop.deliver()
        shop.clock.time = START + 29 * SECOND
        early = shop.deliver()
        shop.clock.time = START + 30 * SECOND
        in_time = shop.deliver()

        assert asked_for == 0, "the first was answered before it was looked at"
        assert (others.sent, early.sent, in_time.sent) == (20, 0, 2)

    @pytest.mark.parametrize("way", ["webhook", "microsoft-teams", "discord", "pagerduty", "github"])
    def test_every_receiver_gets_the_rest_that_it_asks_for_and_no_other_waits(
        self, every_way: Office, way: str
    ) -> None:
        """R7."""
        every_way.there.then(Answer(429, {}, {"Retry-After": "30"}))
        every_way.queue(only={way})
        refused = every_way.deliver()
        for name in ("search", "ads"):
            every_way.queue(notice(team=name), saying="second")

        others = every_way.deliver()
        every_way.clock.time = START + 29 * SECOND
        early = every_way.deliver()
        every_way.clock.time = START + 30 * SECOND
        in_time = every_way.deliver()

        assert (refused.sent, refused.waiting) == (0, 1)
        assert (others.sent, others.errors) == (2 * 6 - 1, []), "all but the one that rests, the other team's too"
        assert (early.sent, in_time.sent, in_time.errors) == (0, 2, [])

    def test_a_webhook_of_slack_gets_its_rest_to_the_second(self, hook: Office) -> None:
        """R7."""
        hook.slack.then(fake.rate_limited(30))
        hook.queue(only={"slack-webhook"})
        sent = []
        for seconds in (0, 29, 30):
            hook.clock.time = START + seconds * SECOND
            sent.append(hook.deliver().sent)

        assert sent == [0, 0, 1]

    def test_a_rest_of_no_seconds_is_one_second(self, shop: Office) -> None:
        shop.slack.then(fake.rate_limited(0))
        shop.queue()

        first = shop.deliver()
        shop.clock.time += SECOND

        assert (first.sent, first.waiting, shop.deliver().sent) == (0, 1, 1)


class TestLeases:
    """What takes longer than a lease is not sent by two processes at once."""

    def test_who_has_looked_for_too_long_leaves_the_message_to_who_has_it_by_then(
        self, shop: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("monitor.service.deliver.DELIVERERS", 1)
        shop.slack.then(fake.Fault.RESET_BEFORE)
        shop.queue(only={"slack"})
        shop.deliver()
        shop.clock.time += HOUR
        look, others = SlackBot.find, []

        def slowly(*_: Any) -> str | None:
            monkeypatch.setattr(SlackBot, "find", look)
            shop.clock.time += 2 * outbox.LEASE
            others.append(shop.deliver().sent)
            return None  # as Slack has said before the others posted it

        monkeypatch.setattr(SlackBot, "find", slowly)
        mine = shop.deliver()

        assert (others, mine.sent, mine.waiting) == ([1], 0, 1)
        assert "another process has it by now" in mine.errors[0]
        assert len(shop.slack.ledger) == 1
        assert [r.state for r in shop.rows] == [Delivery.SENT]

    @pytest.mark.parametrize("way", ["github", "pagerduty"])
    def test_a_message_of_many_requests_keeps_its_lease_from_the_first_to_the_last(
        self, every_way: Office, monkeypatch: pytest.MonkeyPatch, way: str
    ) -> None:
        """Forty models are eighty requests to GitHub, of which each may take seconds."""
        monkeypatch.setattr("monitor.service.deliver.DELIVERERS", 1)
        every_way.queue(notice(*(alert(model_id=f"gpt-{n}", dedup_key=f"{n}") for n in range(40))), only={way})
        handle, taken = every_way.there.handle, []

        def slowly(*request: Any) -> Any:
            every_way.clock.time += 5 * SECOND
            with transaction(every_way.service.engine) as session:
                taken.extend(outbox.claim(session, now=every_way.clock.now(), limit=1, token="another"))
            return handle(*request)

        monkeypatch.setattr(every_way.there, "handle", slowly)
        done = every_way.deliver()

        assert (done.sent, done.errors, taken) == (1, [], [])
        assert every_way.clock.time - START >= 3 * outbox.LEASE
        assert len(every_way.there.incidents) + len(every_way.there.issues["acme/ranker"]) == 40


class TestSchedule:
    def test_the_wait_is_spread_from_ten_seconds_to_an_hour(self) -> None:
        rows = [[backoff(n) for _ in range(400)] for n in range(1, 15)]
        bounds = [min(LONGEST_RETRY, FIRST_RETRY * 2**n) for n in range(1, 15)]

        for waits, bound in zip(rows, bounds, strict=True):
            assert all(FIRST_RETRY <= w <= bound for w in waits)
            middle = (FIRST_RETRY + bound) / 2
            assert abs(sum(waits, timedelta()) / len(waits) - middle) < (bound - FIRST_RETRY) * 0.1
        assert max(rows[0]) <= 2 * FIRST_RETRY

    def test_it_is_tried_for_three_days_then_visibly_dead_and_can_be_sent_again(
        self, shop: Office, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """R9, on a clock of our own."""
        random.seed(7)
        monkeypatch.setattr("monitor.service.deliver.DELIVERERS", 1)
        shop.queue(only={"slack"})
        nobody = Refusing(DeliveryError("Slack answered HTTP 503"))
        waits: list[timedelta] = []
        while shop.rows[0].state is not Delivery.DEAD:
            shop.clock.time = shop.rows[0].next_at
            deliver(shop.service, nobody)  # type: ignore[arg-type]
            waits.append(shop.rows[0].next_at - shop.clock.time)

        lived = shop.clock.time - START
        assert GIVE_UP_AFTER < lived < GIVE_UP_AFTER + HOUR
        assert 100 < nobody.tries < 250
        assert max(waits) <= LONGEST_RETRY
        with transaction(shop.service.engine) as session:
            outbox.retry(session, now=shop.clock.now())
        assert shop.deliver().sent >= 1
        assert len(shop.slack.ledger) == 1

    def test_one_that_nobody_could_send_for_days_is_not_given_up_at_its_first_failure(self, shop: Office) -> None:
        shop.queue(only={"slack"})
        shop.clock.time = START + timedelta(days=9)

        deliver(shop.service, Refusing(DeliveryError("503")))  # type: ignore[arg-type]

        assert shop.rows[0].state is Delivery.PENDING

    def test_a_database_that_is_away_for_a_moment_costs_no_message(self, shop: Office) -> None:
        shop.queue(only={"slack"})

        done = deliver(shop.service, Refusing(DatabaseUnreachable("cannot use it")))  # type: ignore[arg-type]

        assert (done.waiting, done.dead) == (1, 0)
        assert shop.rows[0].state is Delivery.PENDING

    def test_a_dead_letter_of_the_second_road_goes_no_further(self, shop: Office) -> None:
        shop.queue(only={"slack"})

        for _ in range(3):
            deliver(shop.service, Refusing(DeliveryError("gone", permanent=True, at_fault=Fault.MESSAGE)))  # type: ignore[arg-type]

        states = [(r.channel, r.state.value) for r in shop.rows]
        assert states[:2] == [("slack", "dead"), ("email", "dead")]
        assert len(states) <= 3


def shop_payload() -> str:
    from monitor.service import payloads

    return payloads.of_notice(notice())
