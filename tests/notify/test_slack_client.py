"""Posting to Slack, against a strict workspace on loopback."""

from __future__ import annotations

import logging
import socket
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from monitor.errors import ConfigError, DeliveryError
from monitor.notify.slack.blocks import notice
from monitor.notify.slack.client import EVENT_TYPE, SlackBot, SlackWebhook
from monitor.notify.slack.parts import SlackMessage
from tests.fakes.slack import TOKEN, Answer, Channel, FakeSlack, Fault, error, rate_limited
from tests.notify import samples

KEY = "ranker/gpt-4-0314/90"
LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
MESSAGE = notice(samples.notice())
SECRET = "xoxb-canary-token"


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        yield slack


@pytest.fixture
def bot(slack: FakeSlack) -> SlackBot:
    return SlackBot(TOKEN, slack.api_url)


@pytest.fixture
def webhook(slack: FakeSlack) -> SlackWebhook:
    return SlackWebhook(slack.webhook("search"))


def failure(bot: SlackBot, channel: str = "#search") -> DeliveryError:
    with pytest.raises(DeliveryError) as caught:
        bot.send(channel, MESSAGE, KEY)
    return caught.value


def verdict(e: DeliveryError) -> tuple[bool, bool, float | None]:
    return e.permanent, e.ambiguous, e.retry_after


class TestPosting:
    @pytest.mark.parametrize("channel", ["#search", "search", "C00000002"])
    def test_a_message_is_posted_once_with_its_key_and_without_unfurling(
        self, slack: FakeSlack, bot: SlackBot, channel: str
    ) -> None:
        ts = bot.send(channel, MESSAGE, KEY)

        (posted,) = slack.ledger
        assert f"{posted.channel}/{posted.ts}" == ts
        assert posted.text == MESSAGE.text
        assert posted.blocks == MESSAGE.blocks
        assert posted.metadata == {"event_type": EVENT_TYPE, "event_payload": {"dedup_key": KEY}}
        options = {k: posted.arguments[k] for k in ("link_names", "parse", "unfurl_links", "unfurl_media")}
        assert options == {"link_names": False, "parse": "none", "unfurl_links": False, "unfurl_media": False}

    @pytest.mark.parametrize("base", ["http://127.0.0.1:{}/api", "http://127.0.0.1:{}/api/"])
    def test_the_address_of_the_api_may_end_with_a_slash_or_not(self, slack: FakeSlack, base: str) -> None:
        port = slack.api_url.split(":")[2].split("/")[0]

        assert SlackBot(TOKEN, base.format(port)).send("#search", MESSAGE, KEY)

    def test_a_webhook_posts_to_its_channel(self, slack: FakeSlack, webhook: SlackWebhook) -> None:
        webhook.send(MESSAGE)

        (posted,) = slack.ledger
        assert (posted.channel, posted.blocks) == ("C00000002", MESSAGE.blocks)


class TestRefusals:
    def test_an_unknown_channel_is_permanent_and_says_what_to_do(self, slack: FakeSlack, bot: SlackBot) -> None:
        caught = failure(bot, "#nowhere")

        assert verdict(caught) == (True, False, None)
        assert str(caught) == (
            "posting to #nowhere: Slack answered channel_not_found: set a channel that exists and is not archived"
        )
        assert slack.requests == ["chat.postMessage"]

    def test_an_archived_channel_is_permanent(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.channels[1].archived = True

        assert verdict(failure(bot)) == (True, False, None)

    def test_a_channel_without_us_asks_for_an_invitation(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.channels[1].member = False

        caught = failure(bot)

        assert caught.permanent
        assert "invite the app" in caught.hint

    def test_a_revoked_token_is_permanent(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.revoked.add(TOKEN)

        caught = failure(bot)

        assert caught.permanent
        assert "token_revoked" in str(caught)

    def test_a_message_that_slack_refuses_is_permanent(self, bot: SlackBot) -> None:
        with pytest.raises(DeliveryError, match="invalid_blocks") as caught:
            bot.send("#search", SlackMessage("x", [{"type": "section"}]), KEY)

        assert caught.value.permanent

    @pytest.mark.parametrize(("seconds", "expected"), [(30, 30.0), (None, None)])
    def test_a_rate_limit_says_when_to_come_back(
        self, slack: FakeSlack, bot: SlackBot, seconds: int | None, expected: float | None
    ) -> None:
        slack.then(rate_limited(seconds))

        assert verdict(failure(bot)) == (False, False, expected)
        assert slack.ledger == []
        assert bot.send("#search", MESSAGE, KEY)

    @pytest.mark.parametrize(
        ("answer", "ambiguous"),
        [
            (error("internal_error"), True),
            (error("fatal_error"), True),
            (error("service_unavailable"), False),
            (error("a_word_of_tomorrow"), False),
            (Answer(500), False),
            (Answer(502), True),
            (Answer(503), False),
            (Answer(504), True),
            (Answer(403, "<html>a proxy</html>"), False),
            (Answer(200, "<html>a sign-in page</html>"), True),
            (Answer(200, "[]"), True),
            (Answer(200, "[1]"), True),
            (Answer(200, "null"), True),
            (Answer(200, "\ufffd", {"Content-Type": "application/json; charset=utf-7x"}), True),
        ],
    )
    def test_what_passes_is_tried_again_and_what_may_have_arrived_is_said(
        self, slack: FakeSlack, bot: SlackBot, answer: Answer, ambiguous: bool
    ) -> None:
        slack.then(answer)

        assert verdict(failure(bot)) == (False, ambiguous, None)

    def test_an_address_where_nothing_is_is_permanent(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.then(Answer(404))

        assert failure(bot).permanent

    @pytest.mark.parametrize(
        ("answer", "expected"),
        [
            (rate_limited(7), (False, False, 7.0)),
            (Answer(404, "no_service"), (True, False, None)),
            (Answer(410, "channel_is_archived"), (True, False, None)),
            (Answer(403, "action_prohibited"), (True, False, None)),
            (Answer(400, "invalid_payload"), (True, False, None)),
            (Answer(410), (True, False, None)),
            (Answer(500, "rollup_error"), (False, False, None)),
            (Answer(502), (False, True, None)),
            (Answer(200, "<html>"), (False, True, None)),
        ],
    )
    def test_webhooks_have_their_own_words(
        self, slack: FakeSlack, webhook: SlackWebhook, answer: Answer, expected: tuple[bool, bool, float | None]
    ) -> None:
        slack.then(answer)

        with pytest.raises(DeliveryError) as caught:
            webhook.send(MESSAGE)

        assert verdict(caught.value) == expected
        assert slack.ledger == []

    def test_a_webhook_that_was_removed_is_permanent(self, slack: FakeSlack, webhook: SlackWebhook) -> None:
        slack.webhooks.clear()

        with pytest.raises(DeliveryError, match="make a new incoming webhook") as caught:
            webhook.send(MESSAGE)

        assert caught.value.permanent


LOST = [Fault.RESET_AFTER, Fault.LOST_ANSWER, Fault.GARBAGE, Fault.SILENCE]


class TestLostAnswers:
    @pytest.mark.parametrize("fault", LOST)
    def test_a_lost_answer_is_ambiguous_and_nothing_is_posted_twice(self, slack: FakeSlack, fault: Fault) -> None:
        slack.then(fault)

        caught = failure(SlackBot(TOKEN, slack.api_url, timeout=1))

        assert verdict(caught) == (False, True, None)
        assert len(slack.ledger) == 1

    @pytest.mark.parametrize("fault", LOST)
    def test_a_webhook_does_not_post_twice_either(self, slack: FakeSlack, fault: Fault) -> None:
        slack.then(fault)

        with pytest.raises(DeliveryError) as caught:
            SlackWebhook(slack.webhook("search"), timeout=1).send(MESSAGE)

        assert verdict(caught.value) == (False, True, None)
        assert len(slack.ledger) == 1

    def test_a_reset_before_anything_was_taken_looks_the_same_from_here(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.then(Fault.RESET_BEFORE)

        assert failure(bot).ambiguous
        assert slack.ledger == []

    def test_no_connection_means_nothing_was_sent(self) -> None:
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))  # bound, and nobody listens
            caught = failure(SlackBot(TOKEN, f"http://127.0.0.1:{held.getsockname()[1]}/api/"))

        assert verdict(caught) == (False, False, None)
        assert str(caught) == "posting to #search: Slack could not be reached (Connection refused)"


def called(slack: FakeSlack, number: int = 0) -> str:
    return f"{slack.ledger[number].channel}/{slack.ledger[number].ts}"


class TestThreads:
    def test_an_answer_stands_below_its_message_and_in_the_channel_if_it_is_loud(
        self, slack: FakeSlack, bot: SlackBot
    ) -> None:
        first = bot.send("#search", MESSAGE, KEY)
        bot.send("#search", MESSAGE, "second", first)
        bot.send("#search", MESSAGE, "third", first, loud=True)

        below = [(p.arguments.get("thread_ts"), p.arguments.get("reply_broadcast")) for p in slack.ledger]
        ts = slack.ledger[0].ts
        assert below[:2] == [(None, None), (ts, None)]
        assert below[2][0] == ts
        assert below[2][1] in {"1", True}

    def test_an_answer_whose_own_answer_was_lost_is_found_in_the_thread(self, slack: FakeSlack, bot: SlackBot) -> None:
        first = bot.send("#search", MESSAGE, KEY)
        slack.then(Fault.LOST_ANSWER)
        with pytest.raises(DeliveryError):
            bot.send("#search", MESSAGE, "second", first)

        assert bot.find("#search", "second", LONG_AGO) is None
        assert bot.find("#search", "second", LONG_AGO, first) == called(slack, 1)

    def test_what_a_thread_does_not_take_is_posted_in_the_channel(self, slack: FakeSlack, bot: SlackBot) -> None:
        first = bot.send("#search", MESSAGE, KEY)
        slack.then(error("restricted_action_thread_locked"))

        assert bot.send("#search", MESSAGE, "second", first) == called(slack, 1)
        assert "thread_ts" not in slack.ledger[1].arguments

    def test_a_message_is_put_in_the_place_of_another_as_often_as_one_likes(
        self, slack: FakeSlack, bot: SlackBot
    ) -> None:
        first = bot.send("#search", MESSAGE, KEY)

        assert bot.update(first, SlackMessage("y", []), KEY)
        assert bot.update(first, SlackMessage("y", []), KEY)
        assert slack.now(slack.ledger[0]).text == "y"
        assert bot.find("#search", KEY, LONG_AGO) == first
        assert len(slack.ledger) == 1

    def test_a_message_that_is_gone_is_left_alone(self, slack: FakeSlack, bot: SlackBot) -> None:
        assert not bot.update("C00000002/1.1", MESSAGE, KEY)
        assert slack.requests == ["chat.update"]


class TestFinding:
    def test_a_message_whose_answer_was_lost_is_found_by_its_key(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.then(Fault.LOST_ANSWER)
        failure(bot)

        assert bot.find("#search", KEY, LONG_AGO) == called(slack)
        assert bot.find("C00000002", KEY, LONG_AGO) == called(slack)
        assert bot.find("#search", "another key", LONG_AGO) is None
        assert bot.find("#models", KEY, LONG_AGO) is None

    def test_a_message_that_never_arrived_is_not_found(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.then(Fault.RESET_BEFORE)
        failure(bot)

        assert bot.find("#search", KEY, LONG_AGO) is None

    def test_it_looks_no_further_back_than_asked(self, bot: SlackBot) -> None:
        ts = bot.send("#search", MESSAGE, KEY)
        at = float(ts.rpartition("/")[2])
        just_before = datetime.fromtimestamp(int(at) - 1, UTC)

        assert bot.find("#search", KEY, just_before) == ts
        assert bot.find("#search", KEY, datetime.fromtimestamp(at + 1, UTC)) is None

    def test_it_turns_the_pages(self, slack: FakeSlack, bot: SlackBot) -> None:
        first = bot.send("#search", MESSAGE, "the first of many")
        for number in range(250):
            bot.send("#search", SlackMessage("x", []), f"key {number}")

        assert bot.find("#search", "the first of many", LONG_AGO) == first
        assert slack.requests.count("conversations.history") == 2

    def test_what_is_further_back_than_it_turns_pages_cannot_be_found(
        self, bot: SlackBot, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """It would never be: to look again and again would keep the message back until it is given up."""
        monkeypatch.setattr("monitor.notify.slack.client.MOST_PAGES", 1)
        for number in range(201):
            bot.send("#search", SlackMessage("x", []), f"key {number}")

        with pytest.raises(DeliveryError, match="more than 200 entries") as caught:
            bot.find("#search", "key 0", LONG_AGO)

        assert caught.value.permanent

    def test_a_channel_that_was_posted_to_is_known_by_its_name(self, slack: FakeSlack, bot: SlackBot) -> None:
        bot.send("#search", MESSAGE, KEY)
        bot.find("#search", KEY, LONG_AGO)

        assert "conversations.list" not in slack.requests

    @pytest.mark.parametrize("scope", ["channels:history", "channels:read"])
    def test_an_app_that_may_not_look_says_so(self, slack: FakeSlack, bot: SlackBot, scope: str) -> None:
        slack.tokens[TOKEN].discard(scope)

        with pytest.raises(DeliveryError, match="missing_scope: give the app the scope") as caught:
            bot.find("#search", KEY, LONG_AGO)

        assert caught.value.permanent

    def test_a_name_that_no_channel_has_is_permanent(self, bot: SlackBot) -> None:
        with pytest.raises(DeliveryError, match="no such channel: configure its id") as caught:
            bot.find("#nowhere", KEY, LONG_AGO)

        assert caught.value.permanent

    def test_private_channels_are_looked_in_too(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.channels.append(Channel("G00000009", "board", private=True))
        ts = bot.send("#board", MESSAGE, KEY)

        assert bot.find("G00000009", KEY, LONG_AGO) == ts

    @pytest.mark.parametrize(
        "body",
        [
            '{"ok": true}',
            '{"ok": true, "messages": null, "response_metadata": 7}',
            '{"ok": true, "messages": [7, {"metadata": "x"}, {"metadata": {"event_payload": []}}]}',
        ],
    )
    def test_an_answer_of_another_shape_is_no_message(self, slack: FakeSlack, bot: SlackBot, body: str) -> None:
        slack.then(Answer(200, body))

        assert bot.find("C00000002", KEY, LONG_AGO) is None

    def test_a_lost_look_up_is_an_error_and_no_answer(self, slack: FakeSlack, bot: SlackBot) -> None:
        slack.then(Fault.LOST_ANSWER)

        with pytest.raises(DeliveryError):
            bot.find("C00000002", KEY, LONG_AGO)


class TestSecrets:
    @pytest.mark.parametrize(
        "outcome", [error("invalid_auth"), rate_limited(), Answer(500), Answer(404), Fault.LOST_ANSWER, None]
    )
    def test_a_token_is_in_no_error_log_or_repr(
        self, slack: FakeSlack, caplog: pytest.LogCaptureFixture, outcome: Answer | Fault | None
    ) -> None:
        caplog.set_level(logging.DEBUG)
        if outcome:
            slack.then(outcome)
        bot = SlackBot(SECRET, slack.api_url)

        caught = failure(bot)

        assert SECRET not in f"{caught!r} {caught} {bot!r} {caplog.text}"

    @pytest.mark.parametrize("outcome", [Answer(404, "no_service"), Answer(500), Fault.LOST_ANSWER])
    def test_a_webhooks_address_is_in_no_error_log_or_repr(
        self, slack: FakeSlack, caplog: pytest.LogCaptureFixture, outcome: Answer | Fault
    ) -> None:
        caplog.set_level(logging.DEBUG)
        slack.then(outcome)
        webhook = SlackWebhook(slack.webhook("search"))

        with pytest.raises(DeliveryError) as caught:
            webhook.send(MESSAGE)

        assert "made-up-secret" not in f"{caught.value!r} {caught.value} {webhook!r} {caplog.text}"

    @pytest.mark.parametrize("token", ["", "xoxb-canary-token\n", "xoxb canary-token", "xoxb-canary-tokén"])
    def test_a_token_that_cannot_be_one_is_refused_unseen(self, token: str) -> None:
        with pytest.raises(ConfigError) as caught:
            SlackBot(token)

        assert "canary" not in str(caught.value)

    @pytest.mark.parametrize("url", ["", "ftp://hooks.example/canary", "https://hooks.example/canary\n", "canary"])
    def test_an_address_that_cannot_be_one_is_refused_unseen(self, url: str) -> None:
        with pytest.raises(ConfigError) as caught:
            SlackWebhook(url)

        assert "canary" not in str(caught.value)

    def test_an_api_address_that_cannot_be_one_is_refused(self) -> None:
        with pytest.raises(ConfigError, match="api_url"):
            SlackBot(TOKEN, "file:///etc/")
