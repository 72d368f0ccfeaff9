"""The strict workspace itself: it refuses what Slack refuses, and reports what nobody may send."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from monitor.errors import DeliveryError
from monitor.notify.slack.client import answer
from tests.fakes.slack import TOKEN, FakeSlack
from tests.fakes.slack_rules import violations

TEXT = {"type": "mrkdwn", "text": "x", "verbatim": True}
SECTION = {"type": "section", "text": TEXT}


@pytest.fixture
def slack() -> Iterator[FakeSlack]:
    with FakeSlack() as slack:
        yield slack


@pytest.fixture
def client(slack: FakeSlack) -> WebClient:
    return WebClient(TOKEN, base_url=slack.api_url, retry_handlers=[])


def word(client: WebClient, **arguments: Any) -> str:
    with pytest.raises(SlackApiError) as caught:
        client.api_call("chat.postMessage", json={"channel": "#search", "text": "x"} | arguments)
    return str(caught.value.response["error"])


def section(text: Any) -> list[dict[str, Any]]:
    return [{"type": "section", "text": text}]


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ({"channel": "#nowhere"}, "channel_not_found"),
        ({"text": ""}, "no_text"),
        ({"text": "x" * 40_001}, "msg_too_long"),
        ({"made_up": 1}, "invalid_arguments"),
        ({"blocks": {}}, "invalid_blocks_format"),
        ({"blocks": [SECTION] * 51}, "invalid_blocks"),
        ({"blocks": [{**SECTION, "colour": "red"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "marquee"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "section"}]}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "block_id": "a", "text": TEXT}] * 2}, "invalid_blocks"),
        ({"blocks": section({**TEXT, "text": ""})}, "invalid_blocks"),
        ({"blocks": section({**TEXT, "text": "x" * 3_001})}, "invalid_blocks"),
        ({"blocks": section({"type": "plain_text", "text": "x", "verbatim": True})}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "fields": [TEXT] * 11}]}, "invalid_blocks"),
        ({"blocks": [{"type": "section", "fields": [{**TEXT, "text": "x" * 2_001}]}]}, "invalid_blocks"),
        ({"blocks": [{"type": "header", "text": TEXT}]}, "invalid_blocks"),
        ({"blocks": [{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}]}, "invalid_blocks"),
        ({"blocks": [{"type": "context", "elements": []}]}, "invalid_blocks"),
        ({"blocks": [{"type": "context", "elements": [TEXT] * 11}]}, "invalid_blocks"),
        ({"blocks": section({**TEXT, "text": "x" * 2_700}) * 5}, "msg_blocks_too_long"),
        ({"metadata": {"event_type": "x"}}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "two words", "event_payload": {}}}, "invalid_metadata_format"),
        ({"metadata": {"event_type": "x", "event_payload": {"key": "x" * 20_000}}}, "metadata_too_large"),
    ],
)
def test_it_refuses_what_slack_refuses(client: WebClient, arguments: dict[str, Any], expected: str) -> None:
    assert word(client, **arguments) == expected


def test_it_takes_what_is_within_all_limits(slack: FakeSlack, client: WebClient) -> None:
    blocks = [
        {"type": "header", "text": {"type": "plain_text", "text": "x" * 150}},
        *section({**TEXT, "text": "x" * 3_000}),
        {"type": "section", "fields": [{**TEXT, "text": "x" * 900}] * 10},
        {"type": "context", "elements": [TEXT] * 10},
        *[{"type": "divider"}] * 46,
    ]

    client.chat_postMessage(channel="C00000001", text="x", blocks=blocks)

    assert len(slack.ledger) == 1


def test_it_knows_tokens_scopes_and_members(slack: FakeSlack, client: WebClient) -> None:
    assert client.auth_test()["team"] == "made-up"
    slack.channels[1].member = False
    assert word(client) == "not_in_channel"
    slack.tokens[TOKEN].add("chat:write.public")
    client.chat_postMessage(channel="#search", text="x")
    slack.tokens[TOKEN].discard("chat:write")
    assert word(client) == "missing_scope"
    assert word(WebClient("xoxb-other", base_url=slack.api_url)) == "invalid_auth"
    assert word(WebClient("", base_url=slack.api_url)) == "not_authed"
    slack.revoked.add(TOKEN)
    assert word(client) == "token_revoked"


def test_history_wants_the_channels_id(client: WebClient) -> None:
    client.chat_postMessage(channel="#search", text="x", metadata={"event_type": "x", "event_payload": {"a": 1}})

    with pytest.raises(SlackApiError, match="channel_not_found"):
        client.conversations_history(channel="#search")
    assert "metadata" not in client.conversations_history(channel="C00000002")["messages"][0]
    answer = client.conversations_history(channel="C00000002", include_all_metadata=True)
    assert answer["messages"][0]["metadata"]["event_payload"] == {"a": 1}


@pytest.mark.parametrize(
    "text",
    ["<!channel>", "hello <!here>", "<@U00000001>", "<!subteam^S1>", "<#C1>", "<javascript:x|y>", "<https://a b|c>",
     "<>", "a < b", "a > b", "R&D", "<https://a|b|c>"],
)  # fmt: skip
def test_mentions_malformed_links_and_unescaped_signs_are_violations(text: str) -> None:
    assert violations(text, None)
    assert violations(None, section({**TEXT, "text": text}))


@pytest.mark.parametrize(
    "text", ["a &lt; b &amp; c", "<https://a.example/?x=1&amp;y=2|words>", "> quoted", "<http://a.example>"]
)
def test_escaped_words_links_and_quotes_are_none(text: str) -> None:
    assert violations(text, section({**TEXT, "text": text})) == []


def test_an_address_that_slack_would_link_by_itself_is_one() -> None:
    assert violations(None, section({"type": "mrkdwn", "text": "see https://evil.example"}))


def test_a_violation_fails_the_test_that_sent_it() -> None:
    with pytest.raises(AssertionError, match="a mention, <!channel>"), FakeSlack() as slack:
        WebClient(TOKEN, base_url=slack.api_url).chat_postMessage(channel="#search", text="<!channel>")


class TestOtherMethods:
    def call(self, client: WebClient, method: str, **arguments: Any) -> str:
        try:
            client.api_call(method, json=arguments)
        except SlackApiError as error:
            return str(error.response["error"])
        return "ok"

    def test_a_message_is_updated_by_the_channels_id_only(self, slack: FakeSlack, client: WebClient) -> None:
        posted = client.chat_postMessage(channel="#search", text="x")
        there = {"channel": posted["channel"], "ts": posted["ts"]}

        assert self.call(client, "chat.update", **there, text="y") == "ok"
        assert (slack.ledger[0].text, slack.now(slack.ledger[0]).text) == ("x", "y")
        assert self.call(client, "chat.update", **(there | {"channel": "#search"}), text="y") == "channel_not_found"
        assert self.call(client, "chat.update", **(there | {"ts": "1.1"}), text="y") == "message_not_found"
        assert self.call(client, "chat.update", **there) == "no_text"
        assert self.call(client, "chat.update", **there, text="x" * 4_001) == "msg_too_long"
        assert self.call(client, "chat.update", **there, text="y", thread_ts="1") == "invalid_arguments"

    def test_answers_in_a_thread_stand_there_alone(self, client: WebClient) -> None:
        first = client.chat_postMessage(channel="C00000002", text="x")
        client.chat_postMessage(channel="C00000002", text="answer", thread_ts=first["ts"])

        history = client.conversations_history(channel="C00000002")
        thread = client.conversations_replies(channel="C00000002", ts=first["ts"])

        assert [m["text"] for m in history["messages"]] == ["x"]
        assert {m["text"] for m in thread["messages"]} == {"x", "answer"}
        assert self.call(client, "conversations.replies", channel="C00000002", ts="1.1") == "thread_not_found"
        assert word(client, thread_ts="1.1") == "cannot_reply_to_message"

    @pytest.mark.parametrize(
        ("method", "arguments", "expected"),
        [
            ("conversations.history", {"channel": "C00000002", "cursor": "x"}, "invalid_cursor"),
            ("conversations.history", {"channel": "C00000002", "oldest": "x"}, "invalid_ts_oldest"),
            ("conversations.history", {"channel": "C00000002", "limit": 1000}, "invalid_arguments"),
            ("conversations.list", {"limit": 1000}, "invalid_limit"),
            ("conversations.list", {"types": "secret_channel"}, "invalid_types"),
            ("conversations.list", {"cursor": "x"}, "invalid_cursor"),
            ("apps.connections.open", {}, "not_allowed_token_type"),
        ],
    )
    def test_what_the_others_refuse(
        self, client: WebClient, method: str, arguments: dict[str, Any], expected: str
    ) -> None:
        assert self.call(client, method, **arguments) == expected

    def test_a_person_is_answered_five_times_at_one_address(self, slack: FakeSlack) -> None:
        url, body = slack.reply_url(), {"response_type": "ephemeral", "replace_original": False, "text": "x"}

        for _ in range(5):
            answer(url, body, api_url=slack.api_url)
        with pytest.raises(DeliveryError):
            answer(url, body, api_url=slack.api_url)
        assert len(slack.answers) == 5

    @pytest.mark.parametrize(("body", "what"), [({"response_type": "in_channel"}, "others see"), ({}, "others see")])
    def test_an_answer_that_others_see_fails_the_test(self, body: dict[str, Any], what: str) -> None:
        with pytest.raises(AssertionError, match=what), FakeSlack() as slack:
            answer(slack.reply_url(), {"text": "x", **body}, api_url=slack.api_url)

    def test_a_channel_takes_one_message_a_second_where_that_is_asked_for(
        self, slack: FakeSlack, client: WebClient
    ) -> None:
        slack.pace = 60

        client.chat_postMessage(channel="#search", text="x")
        client.chat_postMessage(channel="#models", text="x")

        assert word(client) == "ratelimited"
