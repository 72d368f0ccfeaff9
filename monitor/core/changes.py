"""Lifecycles before and after a document -> what changed.

A change is an event for the record: it is written once and never altered. Whether somebody is told of it is decided
elsewhere (`policy.py`), from the state and not from the event, so that no crash in between can lose an alert.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from monitor.core.facts import Authority, Observation, Scope
from monitor.core.lifecycle import Lifecycle, Status, status_on


class ChangeKind(enum.StrEnum):
    """What can happen to a lifecycle."""

    DEPRECATION_ANNOUNCED = "deprecation_announced"
    SHUTDOWN_DATE_SET = "shutdown_date_set"
    SHUTDOWN_DATE_MOVED = "shutdown_date_moved"
    SHUTDOWN_DATE_WITHDRAWN = "shutdown_date_withdrawn"
    EARLIEST_DATE_SET = "earliest_date_set"
    EARLIEST_DATE_MOVED = "earliest_date_moved"
    EARLIEST_DATE_WITHDRAWN = "earliest_date_withdrawn"
    EARLIEST_DATE_PASSED = "earliest_date_passed"
    REPLACEMENT_CHANGED = "replacement_changed"
    RETIRED = "retired"
    REINSTATED = "reinstated"
    LISTED = "listed"
    UNLISTED = "unlisted"
    ALIAS_REPOINTED = "alias_repointed"
    REDIRECT_ANNOUNCED = "redirect_announced"
    ROW_VANISHED = "row_vanished"
    SOURCES_DISAGREE = "sources_disagree"


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between a model's lifecycle before and after, with the row that proves it.

    `before` and `after` are printed values (ISO days, ids joined by ", "). `effective_on` is the day it takes effect:
    the shutdown date where there is one, else None. `document` is the sha256 of the proving document.
    """

    kind: ChangeKind
    provider: str
    model_id: str
    scope: Scope
    before: str | None
    after: str | None
    effective_on: date | None
    quote: str
    url: str
    source_id: str
    document: str


def diff(before: Lifecycle | None, after: Lifecycle, today: date) -> tuple[Change, ...]:
    """All changes from one lifecycle to the next, as of a day (UTC). Equal lifecycles give none.

    `before` is None for a model that no source had named; it is then listed (a plain row) or announced (a row with a
    deprecation in it).
    """
    return tuple(_change(after, *step) for step in _steps(before, after, today))


def passed(lifecycles: Iterable[Lifecycle], since: date, today: date) -> tuple[Change, ...]:
    """What the calendar alone has changed after the day `since`, up to and including `today` (both UTC).

    A model retires on its day though no page was read that day; a floor that passes retires nothing and is told.
    """
    found: list[Change] = []
    for c in lifecycles:
        if c.shutdown_on and since < c.shutdown_on <= today and status_on(c, since) is not Status.RETIRED:
            found.append(_change(c, ChangeKind.RETIRED, status_on(c, since), Status.RETIRED))
        if c.earliest_shutdown_on and since < c.earliest_shutdown_on <= today and status_on(c, today) is Status.ACTIVE:
            found.append(_change(c, ChangeKind.EARLIEST_DATE_PASSED, None, c.earliest_shutdown_on.isoformat()))
    return tuple(found)


def _change(c: Lifecycle, kind: ChangeKind, before: str | None, after: str | None) -> Change:
    proof = _proof(c, kind)
    return Change(
        kind=kind,
        provider=c.provider,
        model_id=c.model_id,
        scope=c.scope,
        before=before,
        after=after,
        effective_on=c.shutdown_on or c.earliest_shutdown_on,
        quote=proof.fact.quote if proof else "",
        url=proof.fact.url if proof else "",
        source_id=proof.fact.source_id if proof else "",
        document=proof.document if proof else "",
    )


def _proof(c: Lifecycle, kind: ChangeKind) -> Observation | None:
    if kind is ChangeKind.SOURCES_DISAGREE:
        return c.disputed[0]
    if kind is ChangeKind.SHUTDOWN_DATE_WITHDRAWN and c.observations:
        return c.observations[0]
    if kind is ChangeKind.UNLISTED:  # the list's own row, or what its provider said of the model since
        return next((o for o in c.observations if o.gone_since and (o.is_list or o.authority is Authority.API)), None)
    return c.evidence


_Step = tuple[ChangeKind, str | None, str | None]


def _steps(before: Lifecycle | None, after: Lifecycle, today: date) -> Iterator[_Step]:
    if before is None or not before.observations:
        yield from _first_steps(after, today)
        return
    was, now = status_on(before, today), status_on(after, today)
    if now is Status.RETIRED and was is not Status.RETIRED:
        yield ChangeKind.RETIRED, was, now
    elif was is Status.RETIRED and now is not Status.RETIRED:
        yield ChangeKind.REINSTATED, was, now
    elif now is Status.DEPRECATED and was not in {Status.DEPRECATED, Status.RETIRED}:
        yield ChangeKind.DEPRECATION_ANNOUNCED, was, now
    elif was is Status.DEPRECATED and now is not was and not before.shutdown_on:
        yield ChangeKind.REINSTATED, was, now
    yield from _date_steps(before, after)
    if (before.replacements, before.replacement_text) != (after.replacements, after.replacement_text):
        yield ChangeKind.REPLACEMENT_CHANGED, _replacement(before), _replacement(after)
    if after.redirects_to and after.redirects_to != before.redirects_to:
        yield ChangeKind.REDIRECT_ANNOUNCED, before.redirects_to, after.redirects_to
    if before.alias_of and after.alias_of and before.alias_of.casefold() != after.alias_of.casefold():
        yield ChangeKind.ALIAS_REPOINTED, before.alias_of, after.alias_of
    yield from _presence_steps(before, after)
    if after.disputed and not before.disputed:
        other = after.disputed[0].fact.shutdown_on
        yield ChangeKind.SOURCES_DISAGREE, _day(after.shutdown_on), _day(other)


def _first_steps(after: Lifecycle, today: date) -> Iterator[_Step]:
    now = status_on(after, today)
    if now is Status.RETIRED:
        yield ChangeKind.RETIRED, None, now
    elif now is Status.DEPRECATED:
        yield ChangeKind.DEPRECATION_ANNOUNCED, None, now
    else:
        yield ChangeKind.LISTED, None, after.model_id
    if after.shutdown_on:
        yield ChangeKind.SHUTDOWN_DATE_SET, None, _day(after.shutdown_on)
    elif after.earliest_shutdown_on:
        yield ChangeKind.EARLIEST_DATE_SET, None, _day(after.earliest_shutdown_on)


def _date_steps(before: Lifecycle, after: Lifecycle) -> Iterator[_Step]:
    was, now = before.shutdown_on, after.shutdown_on
    if was != now:
        if not was:
            yield ChangeKind.SHUTDOWN_DATE_SET, _day(before.earliest_shutdown_on), _day(now)
        elif not now:
            yield ChangeKind.SHUTDOWN_DATE_WITHDRAWN, _day(was), _day(after.earliest_shutdown_on)
        else:
            yield ChangeKind.SHUTDOWN_DATE_MOVED, _day(was), _day(now)
    elif before.earliest_shutdown_on != after.earliest_shutdown_on:
        if not before.earliest_shutdown_on:
            yield ChangeKind.EARLIEST_DATE_SET, None, _day(after.earliest_shutdown_on)
        elif not after.earliest_shutdown_on:
            yield ChangeKind.EARLIEST_DATE_WITHDRAWN, _day(before.earliest_shutdown_on), None
        else:
            yield ChangeKind.EARLIEST_DATE_MOVED, _day(before.earliest_shutdown_on), _day(after.earliest_shutdown_on)


def _presence_steps(before: Lifecycle, after: Lifecycle) -> Iterator[_Step]:
    if after.unlisted_since and not before.unlisted_since:
        yield ChangeKind.UNLISTED, after.model_id, None
    elif before.unlisted_since and not after.unlisted_since:
        yield ChangeKind.LISTED, None, after.model_id
    if after.vanished_since and not before.vanished_since:
        yield ChangeKind.ROW_VANISHED, after.model_id, None


def _replacement(c: Lifecycle) -> str | None:
    return ", ".join(c.replacements) or c.replacement_text


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
