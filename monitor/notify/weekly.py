"""What only the weekly digest says: its subject, its summary, its sections, in words."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from monitor.core.alerts import Alert, Digest, DigestChange, DigestMigrated, DigestPin, DigestProject, SourceHealth
from monitor.core.watch import cause, grouped
from monitor.notify.foreign import clean
from monitor.notify.phrase import Phrase, Strong, join
from monitor.notify.readings import linked, moment, rested_on
from monitor.notify.wording import (
    away,
    counted,
    day,
    first_of,
    has_passed,
    identifier,
    name,
    name_of,
    our_prose,
    place,
    prose,
    sentence,
    standing,
    team_of,
)

Pinned = tuple[Alert, str]  # an alert and its project

MOST_SOURCES = 10  # by name, of those that fail for one cause


def subject(digest: Digest) -> str:
    """The worst, then whose week: "2 retired, 1 stops in 19 days — search team, week 47"."""
    week = clean(digest.week).rpartition("W")[2].lstrip("0")
    return f"{', '.join(_worst(digest)) or 'Nothing to do'} — {team_of(digest.team)}, week {week}"


def _worst(digest: Digest) -> list[str]:
    found = []
    if digest.retired:
        found.append(f"{_models(digest.retired)} retired")
    passed = len(_passed(digest))
    if passed:
        found.append(f"{counted(passed, 'was', 'were')} to stop")
    if ahead := _models(digest.upcoming) - passed:
        next_day = _next(digest)
        ends = digest.today + timedelta(days=next_day)
        soon = len({_model(a) for a, _ in listed(digest.upcoming) if a.shutdown_on in {ends, None}})
        found.append(f"{counted(soon, 'stops', 'stop')} {away(next_day)}")
        rest = ahead - soon
        found += [f"{rest} later"] if rest else []
    if digest.later and not found:
        found.append(f"{_models(digest.later)} without a date")
    if digest.unwatched and not found:
        found.append(counted(len(digest.unwatched), "pin unwatched", "pins unwatched"))
    if digest.unwell_sources and not found:
        found.append(counted(len(digest.unwell_sources), "source unwell", "sources unwell"))
    return found


def _model(alert: Alert) -> tuple[str, str]:
    return alert.provider, alert.model_id.casefold()


def _models(projects: Iterable[DigestProject]) -> int:
    return len({_model(a) for p in projects for a in p.alerts})


def all_well(digest: Digest) -> str:
    """The one sentence of a quiet week; empty in any other."""
    if any((digest.retired, digest.upcoming, digest.later, digest.unwatched, digest.unwell_sources)):
        return ""
    if not digest.pins:
        return "No pins are registered for this team, so nothing can be watched for it."
    stand = f"Nothing to do: {_all(digest.pins, 'pin stands', 'pins stand')}"
    if digest.catalog_as_of:
        return f"{stand}, as far as the bundled catalog knows."
    return f"{stand}, {_all(digest.sources, 'source is fresh', 'sources are fresh')}."


def _all(number: int, one: str, many: str) -> str:
    return f"the one {one}" if number == 1 else f"all {number:,} {many}"


def headline(digest: Digest) -> str:
    """The week in one sentence."""
    said = []
    if digest.retired:
        number = _models(digest.retired)
        said.append(f"{counted(number, 'model is', 'models are')} retired and still pinned")
    passed = len(_passed(digest))
    if passed:
        said.append(f"{counted(passed, 'model was', 'models were')} to stop answering before today")
    if _models(digest.upcoming) > passed:
        said.append(f"the next one stops answering {away(_next(digest))}")
    if digest.later:
        said.append(f"{counted(_models(digest.later), 'model has', 'models have')} no date yet")
    if digest.unwatched:
        said.append(f"{counted(len(digest.unwatched), 'pin is', 'pins are')} watched by nobody")
    if digest.unwell_sources:
        said.append(f"{counted(len(digest.unwell_sources), 'source is', 'sources are')} not read well")
    sentence = "; ".join(said[:2])
    return f"{sentence[:1].upper()}{sentence[1:]}." if said else all_well(digest)


def preview(digest: Digest) -> str:
    """What a locked screen shows after the subject: the first models by name."""
    said = (f"{identifier(a.model_id).text} {standing(a, digest.today)}" for a in _all_models(digest))
    return first_of(list(dict.fromkeys(said)))


def _all_models(digest: Digest) -> list[Alert]:
    groups = (by_day(digest.retired), timeline(digest), listed(digest.later))
    return [alert for group in groups for alert, _ in group]


def _next(digest: Digest) -> int:
    days = [(a.shutdown_on - digest.today).days for a, _ in listed(digest.upcoming) if a.shutdown_on]
    return min((left for left in days if left >= 0), default=0)


def _passed(digest: Digest) -> set[tuple[str, str]]:
    """The models whose day was ahead when the digest was made, and is not where it goes out later."""
    return {_model(a) for a, _ in listed(digest.upcoming) if has_passed(a, digest.today)}


def change(change: DigestChange) -> Phrase:
    """One change of the week, with its day and its page."""
    pinned: Phrase = (" — ", Strong("you pin it")) if change.concerns_pin else ()
    words = f" ({name_of(change.provider)}): {our_prose(change.line)} "
    return (f"{day(change.on)}: ", identifier(change.model_id), words, linked("source", change.url), *pinned)


def timeline(digest: Digest) -> list[Pinned]:
    """What has a date ahead, the next day first."""
    return by_day(digest.upcoming)


def by_day(projects: Iterable[DigestProject]) -> list[Pinned]:
    """Every alert with its project's name, the earliest shutdown date first."""
    return sorted(listed(projects), key=lambda pinned: pinned[0].shutdown_on or date.max)


def subtitle(digest: Digest) -> str:
    """Whose week it is, and what it is made of."""
    read = f", {counted(digest.sources, 'source', 'sources')} read" if digest.sources else ""
    pins = counted(digest.pins, "pin", "pins")
    return f"{team_of(digest.team)} · the week to {day(digest.made_on or digest.today)} · {pins}{read}"


def listed(projects: Iterable[DigestProject]) -> list[Pinned]:
    """Every alert with its project's name."""
    return [(alert, name(p.project)) for p in projects for alert in p.alerts]


def unwatched(pin: DigestPin) -> Phrase:
    """A pin that no source vouches for, with the ids that were perhaps meant, and what is decided about it."""
    nearest = join([(identifier(n),) for n in pin.nearest[:3]], ", ")
    said = f" ({name(pin.project)}): {our_prose(pin.why)}"
    decided = f". {sentence(pin.decision)}" if pin.decision else ""
    return (*place(pin.place), said, *((". Nearest known: ", *nearest) if nearest else ()), decided)


def migrated(done: DigestMigrated) -> Phrase:
    """A model that is ending and that a project has left."""
    return (identifier(done.model_id), f" ({name_of(done.provider)}): {name(done.project)} no longer pins it")


def unwell(digest: Digest) -> list[Phrase]:
    """The sources that are not read well, a line for each cause: state, since when, why, and the last good reading."""
    return [_unwell(those) for those in grouped(digest.unwell_sources)]


def _unwell(those: tuple[SourceHealth, ...]) -> Phrase:
    first = those[0]
    since = min((s.since for s in those if s.since), default=None)
    good = min((s.last_good_at for s in those if s.last_good_at), default=None)
    words = f"{prose(first.state)}{f' since {moment(since)}' if since else ''}"
    read = f"last read well on {moment(good)}" if good else "never read well"
    if len(those) == 1:
        return (Strong(prose(first.source_id)), f": {words}: {prose(first.reason)}; {read}.")
    later = " or later" if good else ""
    names = ", ".join(prose(s.source_id) for s in those[:MOST_SOURCES])
    more = f" and {len(those) - MOST_SOURCES:,} more" if len(those) > MOST_SOURCES else ""
    said = f": {words}: {prose(cause(first.reason))}; {read}{later}: {names}{more}."
    return (Strong(f"{len(those):,} sources"), said)


def readings(digest: Digest) -> str:
    """How old what is said may be."""
    if digest.catalog_as_of:
        return rested_on(digest.catalog_as_of, digest.today)
    return f"Facts as of {moment(digest.as_of)}." if digest.as_of else "No source has been read yet."
