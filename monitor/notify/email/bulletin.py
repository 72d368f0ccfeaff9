"""Word of the monitor itself as an e-mail: plain, since it has nothing but lines."""

from __future__ import annotations

from markupsafe import escape

from monitor.core.watch import Bulletin
from monitor.notify import wording
from monitor.notify.email.render import EmailParts
from monitor.notify.foreign import clean, inert, shorten

LONGEST_SUBJECT = 150


def bulletin(word: Bulletin, *, repeat: bool = False) -> EmailParts:
    """Subject, HTML and text of one message."""
    lines = [inert(clean(line)) for line in (*word.lines, *([wording.REPEAT] if repeat else []))]
    title = inert(clean(word.title))
    items = "".join(f"<li>{escape(line)}</li>" for line in lines)
    html = f'<!doctype html><html lang="en"><body><p><b>{escape(title)}</b></p><ul>{items}</ul></body></html>'
    text = "\n".join([title, "", *(f"- {line}" for line in lines), ""])
    return EmailParts(subject=shorten(title, LONGEST_SUBJECT), html=html, text=text)
