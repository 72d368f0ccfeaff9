"""A digest -> one Slack message, for teams that want their week in their channel.

One line a model, the most urgent first, and how many more there are; the e-mail says the rest.
"""

from __future__ import annotations

from collections.abc import Iterable

from monitor.core.alerts import Digest
from monitor.notify import moving, weekly, wording
from monitor.notify.foreign import every_pin
from monitor.notify.phrase import Link, Phrase, Strong, plain
from monitor.notify.slack.mrkdwn import fit
from monitor.notify.slack.parts import (
    LONGEST_FALLBACK,
    MOST_CHARACTERS,
    SlackMessage,
    characters,
    context,
    header,
    section,
)

MOST_LINES = 10  # in one section


def digest(digest: Digest, *, repeat: bool = False, link: str | None = None) -> SlackMessage:
    """A team's week as one message; `repeat` and `link` as in `blocks.notice`."""
    subject = weekly.subject(digest)
    address = every_pin(link)
    small: list[Phrase] = [(weekly.readings(digest),), *([(wording.REPEAT,)] if repeat else [])]
    tail = [context(line) for line in small]
    blocks = [header(subject), section([(weekly.headline(digest),)])]
    for title, lines in _groups(digest):
        more = len(lines) - MOST_LINES
        rest: list[Phrase] = [(f"and {more:,} more",)] if more > 0 else []
        new = section([(Strong(title),), *(("• ", *line) for line in lines[:MOST_LINES]), *rest])
        if characters([*blocks, new, *tail]) > MOST_CHARACTERS:
            break
        blocks.append(new)
    blocks += [section([(Link("All models and dates", address),)])] if address else []
    return SlackMessage(fit(f"{subject}. {weekly.headline(digest)}", LONGEST_FALLBACK), [*blocks, *tail])


def _groups(digest: Digest) -> Iterable[tuple[str, list[Phrase]]]:
    groups = (
        ("Retired and still pinned", _models(digest, weekly.by_day(digest.retired))),
        ("Coming up", _models(digest, weekly.timeline(digest))),
        ("Later, or any day", _models(digest, weekly.listed(digest.later))),
        ("Pins that nobody watches", [weekly.unwatched(pin) for pin in digest.unwatched]),
        ("Sources that are not read well", weekly.unwell(digest)),
        ("Done this week", [weekly.migrated(done) for done in digest.migrated]),
        ("What changed this week", [weekly.change(change) for change in digest.changes]),
    )
    return ((title, [line for line in lines if plain(line)]) for title, lines in groups if lines)


def _models(digest: Digest, pinned: Iterable[weekly.Pinned]) -> list[Phrase]:
    today = digest.today
    return [
        (
            *wording.which(alert),
            f" {wording.dated(alert, wording.standing(alert, today))} ({project}). ",
            *moving.in_short(alert),
        )
        for alert, project in pinned
    ]
