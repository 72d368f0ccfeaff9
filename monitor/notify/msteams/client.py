"""A notice in a channel of Microsoft Teams: an Adaptive Card, posted to a workflow that waits for webhook requests.

Text stands in RichTextBlocks, whose runs are not read as Markdown (adaptivecards.io, "TextRun"), so nothing foreign
needs an escape. A message may have 28 KB (learn.microsoft.com, "Create Incoming Webhooks"); we stay at 20,000
characters of text. Workflows answer 202.
"""

from __future__ import annotations

from itertools import chain
from typing import Any

from pydantic_core import to_json

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
    """The message as it is sent, written by what takes a quarter of the standard library's time: cards are measured."""
    return to_json(message)


def of_notice(notice: Notice, *, repeat: bool = False, link: str | None = None) -> Item:
    """The card for a notice; what does not fit is counted."""
    head = [_text((Strong(wording.subject(notice)),), size="large")]
    head += [_text((Strong(wording.REPEAT),))] if repeat else []
    facts = facts_as_of(notice)
    end = [_text((facts,), isSubtle=True)] if facts else []
    alerts = wording.ordered(notice)
    if len(alerts) <= FEW:
        whole = _card([*head, *chain.from_iterable(_group(entry(alert, notice)) for alert in alerts), *end])
        if len(encoded(whole)) <= SURELY_FITS:
            return whole
    room = LARGEST - len(encoded(_card([*head, *end]))) - len(encoded(_more(len(notice.alerts), link)))
    body: list[Item] = []
    shown = 0
    for alert in alerts[: wording.MOST_ITEMS]:
        group = _group(entry(alert, notice))
        room -= len(encoded({"": group}))
        if room < 0:
            break
        body += group
        shown += 1
    left = len(notice.alerts) - shown
    return _card([*head, *body, *([_more(left, link)] if left else []), *end])


def _group(one: Entry) -> list[Item]:
    return [{**_text(one.title), "separator": True}, *[_text(line) for line in one.lines]]


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


def _text(phrase: Phrase, **look: Any) -> Item:
    """A block of text, each run of which looks so; what is as usual is left out, as it would take half of the card."""
    runs = [run for part in phrase if (run := _run(part))]
    if look:
        for run in runs:
            run.update(look)
    return {"type": "RichTextBlock", "inlines": runs}


def _run(part: Part) -> Item | None:
    """A piece of text; None for one of no words."""
    if isinstance(part, str):
        words = spaced(part)
        return {"type": "TextRun", "text": words} if words else None
    words = spaced(part.text)
    if not words:
        return None
    match part:
        case Code():
            return {"type": "TextRun", "text": words, "fontType": "monospace"}
        case Strong():
            return {"type": "TextRun", "text": words, "weight": "bolder"}
        case Link(_, url):
            return {"type": "TextRun", "text": words, "selectAction": {"type": "Action.OpenUrl", "url": url}}
