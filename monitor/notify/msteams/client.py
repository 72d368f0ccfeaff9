"""A notice in a channel of Microsoft Teams: an Adaptive Card, posted to a workflow that waits for webhook requests.

Text stands in RichTextBlocks, whose runs are not read as Markdown (adaptivecards.io, "TextRun"), so nothing foreign
needs an escape. A message may have 28 KB (learn.microsoft.com, "Create Incoming Webhooks"); we stay at 20,000
characters of text. Workflows answer 202.
"""

from __future__ import annotations

import json
from itertools import chain
from typing import Any

from monitor.core.alerts import Notice
from monitor.core.watch import Bulletin
from monitor.notify import posting, wording
from monitor.notify.foreign import own_link, spaced
from monitor.notify.lines import Entry, entry
from monitor.notify.phrase import Code, Link, Part, Phrase, Strong
from monitor.notify.posting import Post
from monitor.notify.readings import facts_as_of

LARGEST = 24_000  # bytes of the whole card, beside 28 KB
FEW = 5  # alerts that are likely to fit
SURELY_FITS = 20_000  # what is no larger needs no measuring of its parts, nor room for a count of what is left out
DOING = "posting to Microsoft Teams"
HINT = "make the workflow's webhook again, and set its address"

Item = dict[str, Any]


class MicrosoftTeams:
    """One channel, by the address of its workflow."""

    def __init__(self, post: Post, url: str) -> None:
        self._post = post
        self._url = url

    def send(self, message: Item) -> None:
        """Post a message once. Raises DeliveryError."""
        reply = posting.send(self._post, DOING, self._url, encoded(message))
        if reply.status not in posting.OK:
            raise posting.refusal(DOING, reply, hint=HINT)


def encoded(message: Item) -> bytes:
    """The message as it is sent."""
    return json.dumps(message, ensure_ascii=False).encode()


def of_notice(notice: Notice, *, repeat: bool = False, link: str | None = None) -> Item:
    """The card for a notice; what does not fit is counted."""
    head = [_text((Strong(wording.subject(notice)),), size="large")]
    head += [_text((Strong(wording.REPEAT),))] if repeat else []
    facts = facts_as_of(notice)
    end = [_text((facts,), subtle=True)] if facts else []
    alerts = wording.ordered(notice)
    if len(alerts) <= FEW:
        whole = _card([*head, *chain.from_iterable(_group(entry(alert, notice)) for alert in alerts), *end])
        if len(encoded(whole)) <= SURELY_FITS:
            return whole
    room = LARGEST - len(encoded(_card([*head, *end]))) - len(encoded(_more(len(notice.alerts), link)))
    body: list[Item] = []
    shown = 0
    for alert in alerts:
        group = _group(entry(alert, notice))
        room -= len(encoded({"": group}))
        if room < 0:
            break
        body += group
        shown += 1
    left = len(notice.alerts) - shown
    return _card([*head, *body, *([_more(left, link)] if left else []), *end])


def _group(one: Entry) -> list[Item]:
    return [_text(one.title, separator=True), *[_text(line) for line in one.lines]]


def of_bulletin(bulletin: Bulletin, *, repeat: bool = False) -> Item:
    """The card for word of the monitor itself."""
    lines = [*bulletin.lines, *([wording.REPEAT] if repeat else [])]
    return _card([_text((Strong(bulletin.title),), size="large"), *(_text((line,)) for line in lines)])


def _card(body: list[Item]) -> Item:
    card = {
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "type": "AdaptiveCard",
        "version": "1.4",
        "msteams": {"width": "Full"},
        "body": body,
    }
    attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "contentUrl": None, "content": card}
    return {"type": "message", "attachments": [attachment]}


def _more(number: int, link: str | None) -> Item:
    address = own_link(link or "")
    words = f"and {number:,} more"
    return _text((Link(words, address) if address else words,))


def _text(phrase: Phrase, *, size: str = "default", separator: bool = False, subtle: bool = False) -> Item:
    runs = [_run(part, words, size=size, subtle=subtle) for part in phrase if (words := _words(part))]
    return {"type": "RichTextBlock", "separator": separator, "inlines": runs}


def _run(part: Part, words: str, *, size: str, subtle: bool) -> Item:
    run: Item = {"type": "TextRun", "text": words, "size": size, "isSubtle": subtle}
    if isinstance(part, str):
        return run
    match part:
        case Code():
            run["fontType"] = "monospace"
        case Strong():
            run["weight"] = "bolder"
        case Link(_, url):
            run["selectAction"] = {"type": "Action.OpenUrl", "url": url}
    return run


def _words(part: Part) -> str:
    return spaced(part if isinstance(part, str) else part.text)
