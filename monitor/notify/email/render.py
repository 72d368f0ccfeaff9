"""A notice or a digest -> one e-mail: subject, text and HTML, each from its own template.

The HTML has no remote content and no script; its style sheet is written into the elements, and what cannot be (dark
mode) stays in one style element.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

import css_inline
import jinja2

from monitor.core.alerts import Digest, Notice
from monitor.notify import moving, readings, weekly, wording
from monitor.notify.email import markup
from monitor.notify.foreign import clean, every_pin, shorten
from monitor.notify.phrase import Link, Phrase

EMPTY_LINES = re.compile(r"\n{3,}")
LONGEST_SUBJECT = 200
OWN_LINK = "https://reader.invalid/"  # stands for the address that ends one reader's subscription
MOST_ROWS = 25  # of alerts, and in each section of a digest: mail programs cut what is longer than about 100 KB


@dataclass(frozen=True, slots=True)
class EmailParts:
    """What an e-mail says: the same in two forms."""

    subject: str
    text: str
    html: str


def notice(notice: Notice, *, repeat: bool = False, link: str | None = None) -> EmailParts:
    """One e-mail for all alerts of a notice; `repeat` and `link` as in `slack.blocks.notice`."""
    return _render(
        "notice",
        wording.subject(notice),
        preview=wording.preview(notice),
        notice=notice,
        alerts=wording.ordered(notice)[:MOST_ROWS],
        more=max(0, len(notice.alerts) - MOST_ROWS),
        today=notice.today,
        repeat=repeat,
        link=_link(link),
    )


def digest(digest: Digest, *, repeat: bool = False, link: str | None = None, subscribed: bool = False) -> EmailParts:
    """A team's week as one e-mail, made once for all its readers; one who is `subscribed` gets a link of their own."""
    return _render(
        "digest",
        weekly.subject(digest),
        preview=weekly.preview(digest),
        digest=digest,
        most=MOST_ROWS,
        today=digest.today,
        repeat=repeat,
        link=_link(link),
        unsubscribe=(Link("Send me no more of these", OWN_LINK),) if subscribed else (),
    )


def _link(link: str | None) -> Phrase:
    address = every_pin(link)
    return (Link("All models and dates", address),) if address else ()


def _render(template: str, subject: str, **values: Any) -> EmailParts:
    html, text = (env.get_template(f"{template}.{kind}").render(subject=subject, **values) for kind, env in _pages())
    body = EMPTY_LINES.sub("\n\n", text).strip()
    return EmailParts(subject=shorten(clean(subject), LONGEST_SUBJECT), text=f"{body}\n", html=_inliner().inline(html))


@cache
def _pages() -> tuple[tuple[str, jinja2.Environment], ...]:
    shared = {"w": wording, "m": moving, "r": readings, "weekly": weekly}
    loader = jinja2.PackageLoader("monitor.notify.email")
    options: dict[str, Any] = {
        "loader": loader,
        "undefined": jinja2.StrictUndefined,
        "trim_blocks": True,
        "lstrip_blocks": True,
    }
    html = jinja2.Environment(autoescape=True, finalize=markup.html, **options)
    text = jinja2.Environment(autoescape=False, finalize=markup.text, **options)  # noqa: S701 plain text has no markup
    text.filters.update(wrapped=markup.wrapped, kept=markup.Wrapped)
    for environment in (html, text):
        environment.globals.update(shared)
    return ("html", html), ("txt", text)


@cache
def _inliner() -> css_inline.CSSInliner:
    # by default it would fetch remote style sheets, while it renders
    return css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True)
