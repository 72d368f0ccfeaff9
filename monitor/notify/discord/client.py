"""A notice in a channel of Discord: one message of embeds, in which nobody is called.

Limits (discord.com/developers/docs, "Message", "Embed Limits"): 10 embeds, 256 characters in a title, 4,096 in a
description, 6,000 in all embeds together. With `wait` the answer holds the message's id.
"""

from __future__ import annotations

import json
from typing import Any

from monitor.core.alerts import Notice, Severity
from monitor.core.watch import Bulletin
from monitor.errors import DeliveryError
from monitor.notify import posting, wording
from monitor.notify.foreign import own_link, shorten
from monitor.notify.lines import Entry, entry
from monitor.notify.markdown import escape, write
from monitor.notify.phrase import plain
from monitor.notify.posting import Post
from monitor.notify.readings import facts_as_of

MOST_EMBEDS = 10
LONGEST_TITLE, LONGEST_TEXT, LONGEST_FOOTER, LONGEST_CONTENT = 256, 1_200, 500, 2_000
MOST_CHARACTERS = 5_800
COLOURS = {Severity.RETIRED: 0xD0342C, Severity.IMMINENT: 0xE8871E, Severity.UPCOMING: 0xE0B400}
DOING = "posting to Discord"
HINT = "make a new webhook in the channel's settings, and set its address"


class Discord:
    """One channel, by the address of its webhook."""

    def __init__(self, post: Post, url: str) -> None:
        self._post = post
        self._url = f"{url}{'&' if '?' in url else '?'}wait=true"

    def send(self, message: dict[str, Any]) -> str | None:
        """Post a message once; its id. Raises DeliveryError."""
        reply = posting.send(self._post, DOING, self._url, json.dumps(message).encode())
        if reply.status == posting.TOO_MANY:
            raise DeliveryError(f"{DOING}: answered with status 429", retry_after=_wait(reply))
        if reply.status not in posting.OK:
            raise posting.refusal(DOING, reply, hint=HINT)
        answer = posting.json_of(reply)
        return str(answer["id"]) if isinstance(answer, dict) and "id" in answer else None


def of_notice(notice: Notice, *, repeat: bool = False, link: str | None = None) -> dict[str, Any]:
    """The message for a notice; what does not fit is counted."""
    alerts = wording.ordered(notice)
    embeds: list[dict[str, Any]] = []
    room = MOST_CHARACTERS - LONGEST_FOOTER
    for alert in alerts[:MOST_EMBEDS]:
        embed = _embed(entry(alert, notice))
        room -= len(embed["title"]) + len(embed["description"])
        if room < 0:
            break
        embeds.append(embed)
    left = len(alerts) - len(embeds)
    more = f"and {left:,} more" if left else ""
    address = own_link(link or "")
    last = " ".join(filter(None, (f"{more}{f': {address}' if more and address else ''}", facts_as_of(notice))))
    if embeds and last:
        embeds[-1]["footer"] = {"text": shorten(last, LONGEST_FOOTER)}
    repeated = f"\n{escape(wording.REPEAT)}" if repeat else ""
    return _message(f"**{escape(wording.subject(notice))}**{repeated}", embeds)


def of_bulletin(bulletin: Bulletin, *, repeat: bool = False) -> dict[str, Any]:
    """The message for word of the monitor itself."""
    lines = [f"**{escape(bulletin.title)}**", *(f"- {escape(line)}" for line in bulletin.lines)]
    return _message("\n".join([*lines, *([escape(wording.REPEAT)] if repeat else [])]), [])


def _embed(one: Entry) -> dict[str, Any]:
    text = ""
    for line in map(write, one.lines):
        if len(text) + len(line) + 1 > LONGEST_TEXT:
            break
        text = f"{text}\n{line}" if text else line
    return {
        "title": shorten(escape(plain(one.title)), LONGEST_TITLE),
        "description": text,
        "color": COLOURS.get(one.alert.severity, 0x808080),
    }


def _message(content: str, embeds: list[dict[str, Any]]) -> dict[str, Any]:
    message: dict[str, Any] = {"content": content[:LONGEST_CONTENT], "allowed_mentions": {"parse": []}}
    return {**message, "embeds": embeds} if embeds else message


def _wait(reply: posting.Reply) -> float | None:
    """Discord says it in the body too, in seconds with a fraction; the header is rounded up."""
    answer = posting.json_of(reply)
    told = answer.get("retry_after") if isinstance(answer, dict) else None
    exact = isinstance(told, int | float) and not isinstance(told, bool)
    return max(float(told), 0.0) if exact and told is not None else reply.retry_after
