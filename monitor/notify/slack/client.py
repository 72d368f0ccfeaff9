"""Posting to Slack: by bot token (chat.postMessage), by incoming webhook, or as an answer to one person.

Retries belong to the outbox alone: the SDK's own would post twice when an answer is lost, since Slack has no
idempotency key (github.com/slackapi/python-slack-sdk/issues/1013). What may have arrived is looked for by `find`.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime
from functools import partial
from http.client import HTTPException
from itertools import chain
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web import SlackResponse
from slack_sdk.webhook import WebhookClient

from monitor.errors import ConfigError, DeliveryError, Fault
from monitor.notify.foreign import clean, own_link
from monitor.notify.slack.errors import refusal
from monitor.notify.slack.parts import SlackMessage

EVENT_TYPE = "model_monitor_notice"
CHANNEL_ID = re.compile(r"[CGD][A-Z0-9]{7,}", re.ASCII)
TOKEN = re.compile(r"[!-~]{1,500}", re.ASCII)
SLACK = re.compile(r"https://[a-z0-9.-]+\.(slack|slack-gov)\.com/", re.ASCII)
PAGE = 200
MOST_PAGES = 10
# A message that cannot be updated any more: it was deleted, or the workspace lets no old one be edited.
GONE = frozenset({"message_not_found", "cant_update_message", "edit_window_closed", "is_inactive"})
# A thread that takes no more: what was to stand in it is posted in the channel.
NO_THREAD = frozenset({"cannot_reply_to_message", "thread_not_found", "restricted_action_thread_locked"})
SCOPES = {
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("channels:history", "groups:history"),
    "conversations.replies": ("channels:history", "groups:history"),
    "conversations.list": ("channels:read", "groups:read"),
}
OK = 200
ANSWERED = {"ok", '{"ok":true}'}  # a webhook, and an address where a person is answered
# Once the request is out, urllib lets errors through bare: a reset, a timeout, an answer that is no HTTP or no text.
LOST = (OSError, HTTPException, ValueError, LookupError, AttributeError)  # the SDK takes any JSON for an object

# The SDK logs addresses (a webhook's is a secret) and bodies; what matters is in our errors.
silent = logging.getLogger("monitor.notify.slack.silent")
silent.setLevel(logging.CRITICAL + 1)


class SlackBot:
    """Posts with a bot token; `SCOPES` says what each of its methods needs.

    A channel is an id (C0123456789) or a name (#models); to find a message by a channel's name, the app also needs to
    list the channels. A message is called by its channel's id and its timestamp there: C0123456789/1755.000001.
    `timeout` is in seconds, for each wait on the network.
    """

    def __init__(self, token: str, api_url: str = "https://slack.com/api/", timeout: int = 10) -> None:
        if not TOKEN.fullmatch(token):
            raise ConfigError("the Slack bot token is empty or has blanks", hint="copy it again from the app's page")
        if not own_link(api_url):
            raise ConfigError("slack.api_url is no http or https address")
        base = api_url if api_url.endswith("/") else f"{api_url}/"
        self._client = WebClient(token, base_url=base, timeout=timeout, retry_handlers=[], logger=silent)
        self._ids: dict[str, str] = {}

    def send(self, channel: str, message: SlackMessage, dedup_key: str, below: str = "", *, loud: bool = False) -> str:
        """Post a message once and return what it is called. Raises DeliveryError.

        `below` calls the message in whose thread it is to stand; with `loud` it is shown in the channel too.
        """
        channel_id, _, ts = below.rpartition("/")
        doing = f"posting to {clean(channel)}"
        post = partial(
            self._client.chat_postMessage,
            text=message.text,
            blocks=message.blocks,
            metadata=_metadata(dedup_key),
            link_names=False,
            parse="none",
            unfurl_links=False,
            unfurl_media=False,
        )
        answer: dict[str, Any] = {}
        if ts:
            shown = {"reply_broadcast": True} if loud else {}
            answer = ask(doing, partial(post, channel=channel_id, thread_ts=ts, **shown), none=NO_THREAD)
        answer = answer or ask(doing, partial(post, channel=channel))
        if isinstance(answer.get("channel"), str):
            self._ids[channel] = answer["channel"]
        return f"{answer.get('channel') or channel}/{answer.get('ts') or ''}"

    def update(self, called: str, message: SlackMessage, dedup_key: str) -> bool:
        """Put a message in the place of one that is there; False where it is gone or stays as it is.

        Doing it twice does no harm, so that a lost answer is no worse than another error. Raises DeliveryError.
        """
        channel_id, _, ts = called.rpartition("/")
        answer = ask(
            f"updating a message in {clean(channel_id)}",
            partial(
                self._client.chat_update,
                channel=channel_id,
                ts=ts,
                text=message.text,
                blocks=message.blocks,
                metadata=_metadata(dedup_key),
                link_names=False,
                parse="none",
            ),
            none=GONE,
        )
        return bool(answer)

    def find(self, channel: str, dedup_key: str, oldest: datetime, below: str = "") -> str | None:
        """Look for a message that may have been posted: what it is called, or None if it is not there.

        It is looked for in the channel, and in the thread of the message that `below` calls, where an answer is seen
        that is not in the channel. `oldest` (aware) is where to begin. Raises DeliveryError; a permanent one means that
        this app cannot look.
        """
        channel_id = self._id_of(channel)
        doing = f"looking for a message in {clean(channel)}"
        since = f"{oldest.timestamp():.6f}"
        where = {"channel": channel_id, "oldest": since, "include_all_metadata": True}
        pages = self._pages(doing, self._client.conversations_history, **where)
        if below:
            thread = self._pages(doing, self._client.conversations_replies, ts=below.rpartition("/")[2], **where)
            pages = chain(pages, thread)
        for page in pages:
            for message in _dicts(page.get("messages")):
                metadata = _dict(message.get("metadata"))
                key = _dict(metadata.get("event_payload")).get("dedup_key")
                if metadata.get("event_type") == EVENT_TYPE and key == dedup_key:
                    return f"{channel_id}/{message.get('ts')}"
        return None

    def _id_of(self, channel: str) -> str:
        """conversations.history takes ids only."""
        if CHANNEL_ID.fullmatch(channel):
            return channel
        if channel not in self._ids:
            doing, wanted = f"looking up {clean(channel)}", channel.removeprefix("#")
            kinds = "public_channel,private_channel"
            for page in self._pages(doing, self._client.conversations_list, types=kinds, exclude_archived=True):
                self._ids.update({f"#{c.get('name')}": str(c.get("id")) for c in _dicts(page.get("channels"))})
            if f"#{wanted}" not in self._ids:
                raise DeliveryError(
                    f"{doing}: no such channel",
                    hint="configure its id instead",
                    permanent=True,
                    at_fault=Fault.RECIPIENT,
                )
            self._ids[channel] = self._ids[f"#{wanted}"]
        return self._ids[channel]

    def _pages(self, doing: str, method: Callable[..., SlackResponse], **arguments: Any) -> Iterator[dict[str, Any]]:
        cursor: str | None = None
        for _ in range(MOST_PAGES):
            page = ask(doing, partial(method, **arguments, limit=PAGE, cursor=cursor))
            yield page
            cursor = _dict(page.get("response_metadata")).get("next_cursor")
            if not cursor:
                return
        entries = MOST_PAGES * PAGE
        hint = "configure the channel's id"
        raise DeliveryError(f"{doing}: more than {entries} entries", hint=hint, permanent=True)


class SlackWebhook:
    """Posts to the one channel of an incoming webhook; its address is a secret. It cannot look for its messages."""

    def __init__(self, url: str, timeout: int = 10) -> None:
        if not own_link(url):
            raise ConfigError("the Slack webhook is no http or https address", hint="copy it again from the app's page")
        self._client = WebhookClient(url, timeout=timeout, retry_handlers=[], logger=silent)

    def send(self, message: SlackMessage) -> None:
        """Post a message once. Raises DeliveryError."""
        body = {"text": message.text, "blocks": message.blocks, "unfurl_links": False, "unfurl_media": False}
        _posted("posting by webhook", self._client, body)


def answer(url: str, body: dict[str, Any], *, api_url: str, timeout: int = 10) -> None:
    """Answer a person where Slack says that they can be answered (`response_url`). Raises DeliveryError.

    An address that is neither Slack's own nor on the host of `api_url` is refused.
    """
    if not own_link(url) or not (SLACK.match(url) or urlsplit(url).netloc == urlsplit(api_url).netloc):
        raise DeliveryError("answering a person: the address for it is not Slack's", permanent=True)
    _posted("answering a person", WebhookClient(url, timeout=timeout, retry_handlers=[], logger=silent), body)


def _posted(doing: str, client: WebhookClient, body: dict[str, Any]) -> None:
    try:
        answer = client.send_dict(body)
    except URLError as error:
        raise _not_sent(doing, error) from None
    except LOST as error:
        raise _lost(doing, error) from None
    word = answer.body.strip()
    if word in ANSWERED and answer.status_code == OK:
        return
    raise refusal(doing, answer.status_code, word, _header(answer.headers))


def _metadata(dedup_key: str) -> dict[str, Any]:
    return {"event_type": EVENT_TYPE, "event_payload": {"dedup_key": dedup_key}}


def ask(doing: str, call: Callable[[], SlackResponse], none: Collection[str] = ()) -> dict[str, Any]:
    """What Slack answers; nothing where it refuses with one of the words of `none`. Raises DeliveryError."""
    try:
        data = call().data
    except SlackApiError as error:
        answer = error.response
        if _dict(answer.data).get("error") in none:
            return {}
        raise refusal(doing, answer.status_code, _dict(answer.data).get("error"), _header(answer.headers)) from None
    except URLError as error:
        raise _not_sent(doing, error) from None
    except LOST as error:
        raise _lost(doing, error) from None
    return _dict(data)


def _not_sent(doing: str, error: URLError) -> DeliveryError:
    """Urllib says URLError for all that fails before the request is out: no name, no connection, no certificate."""
    reason = error.reason
    words = (reason.strerror if isinstance(reason, OSError) else None) or type(reason).__name__
    return DeliveryError(f"{doing}: Slack could not be reached ({words})")


def _lost(doing: str, error: Exception) -> DeliveryError:
    return DeliveryError(f"{doing}: the answer was lost ({type(error).__name__})", ambiguous=True)


def _header(headers: Mapping[str, Any]) -> str | None:
    value = next((v for k, v in headers.items() if k.lower() == "retry-after"), None)
    return value if isinstance(value, str) else None


def _dicts(value: object) -> list[dict[str, Any]]:
    return [v for v in value if isinstance(v, dict)] if isinstance(value, list) else []


def _dict(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
