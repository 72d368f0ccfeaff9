"""Is this reading believable? Admit it, hold it back until a second one agrees, or reject it; always with the reason.

No fact is lost or invented because a page moved: what is not admitted is kept in the archive and changes nothing.

The rules know two kinds of doubt. A *malformed* document (a login page, half a page, a column that cannot be read any
more) is rejected however often it comes. A *surprising* one is well formed, but would change much at once; it is held
back until a later reading says the same, since a real wave of retirements must not be missed.
"""

from __future__ import annotations

import enum
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from monitor.core.facts import Fact, Reading, Scope

STILL_THERE = 0.60  # with a smaller share of the known rows, a document is half a page
MAY_VANISH = 0.20  # a larger share of the known rows gone at once is a surprise
MAY_CHANGE = 0.25  # a larger share of the known dates changed at once is a surprise
ENOUGH = 8  # shares of fewer rows or dates than this surprise nobody
MAY_BE_ODD = 2  # so many blank or senseless dates are a person's doing; a lost or shifted column has more

SECOND_LOOK = timedelta(hours=1)

_DATES = {
    "shutdown": ("shutdown_on", "earliest_shutdown_on"),
    "deprecation": ("deprecated_on",),
    "legacy": ("legacy_on",),
    "extended access": ("extended_access_on",),
}

_Key = tuple[str, Scope]
_Pair = tuple[Fact, Fact]  # a row as it was known, and as the document has it


@dataclass(frozen=True, slots=True)
class Guards:
    """What a source's document must look like to be believed.

    `headings`: texts that must each occur (without regard to case) in some heading or table header of the document.
    `min_facts`: fewer facts than this are never believed. `max_unread`: more cells not understood than this are not.
    """

    headings: tuple[str, ...] = ()
    min_facts: int = 1
    max_unread: int = 5


class Verdict(enum.StrEnum):
    """What becomes of a document."""

    ADMIT = "admit"
    QUARANTINE = "quarantine"  # well formed but surprising: admitted when a later reading says the same
    REJECT = "reject"  # malformed: never admitted by itself


@dataclass(frozen=True, slots=True)
class Judgement:
    """The verdict on one reading, with the reason in words (empty when admitted)."""

    verdict: Verdict
    reason: str = ""


def judge(
    reading: Reading, known: Sequence[Fact], guards: Guards, *, read_on: date, is_list: bool = False
) -> Judgement:
    """The verdict on a source's newest reading, held against what the source said before.

    `known` are the facts of the source's last good readings that are not gone; empty for its first document, which is
    the baseline and can surprise nobody. `read_on` is the UTC day of the reading: a floor that became a firm date on
    the same day, once that day has come, is how some pages age (Google's) and no change of a date.

    With less than 60% of its rows a page is half a page; a model list (`is_list`) may have become one, with another
    key or after months, so there it is a surprise. A reading that is not whole says nothing of what it lacks.
    """
    before = {fact.key: fact for fact in known}
    now = {fact.key: fact for fact in reading.facts}
    pairs = [(fact, now[key]) for key, fact in before.items() if key in now]
    for reason in _malformed(reading, before, pairs, guards, is_list=is_list):
        return Judgement(Verdict.REJECT, reason)
    for reason in _surprising(reading, before, pairs, read_on, is_list=is_list):
        return Judgement(Verdict.QUARANTINE, reason)
    return Judgement(Verdict.ADMIT)


def may_be_admitted(judgement: Judgement, *, same_since: datetime | None, now: datetime) -> bool:
    """Whether the facts of a reading may enter the record.

    `same_since` is the time of the first of the unbroken row of readings, up to this one, that said the same (see
    `fingerprint`); None where this is the first that says so. Both times are aware. A quarantined reading is admitted
    when it has said the same for an hour; a rejected one never is.
    """
    if judgement.verdict is Verdict.QUARANTINE:
        return same_since is not None and now - same_since >= SECOND_LOOK
    return judgement.verdict is Verdict.ADMIT


def fingerprint(reading: Reading) -> str:
    """A sha256 over what a reading says, the same whatever the order of its rows and the wording of its quotes.

    Two documents that say the same need not have the same bytes: OpenAI's list comes in another order each time, and
    HTML pages carry one-time tokens.
    """
    rows = sorted(json.dumps(replaced, sort_keys=True) for replaced in map(_statement, reading.facts))
    return hashlib.sha256("\n".join(rows).encode()).hexdigest()


def _statement(fact: Fact) -> dict[str, object]:
    return {key: value for key, value in fact.as_json().items() if key not in {"quote", "url"}}


def _malformed(
    reading: Reading, before: Mapping[_Key, Fact], pairs: Sequence[_Pair], guards: Guards, *, is_list: bool
) -> Iterator[str]:
    """Why the document cannot be believed at all, the plainest reason first."""
    if reading.problem:
        yield reading.problem
    headings = [heading.casefold() for heading in reading.headings]
    for expected in guards.headings:
        if not any(expected.casefold() in heading for heading in headings):
            yield f'the heading "{expected}" is missing'
    if before and not reading.facts and reading.whole:
        yield f"it has no rows, and {len(before)} were known"
    if len(reading.facts) < guards.min_facts:
        yield f"it has {_count(len(reading.facts), 'row')}, and fewer than {guards.min_facts} are never believed"
    if len(reading.unread) > guards.max_unread:
        yield f"{_count(len(reading.unread), 'cell')} could not be understood, more than {guards.max_unread}"
    if reading.whole and not is_list and len(pairs) < STILL_THERE * len(before):
        yield f"{len(before) - len(pairs)} of {len(before)} known rows are missing"
    yield from _lost_dates(reading, pairs)
    backwards = sum(map(_ends_before_it_begins, reading.facts))
    if backwards > max(MAY_BE_ODD, MAY_CHANGE * len(reading.facts)):
        yield f"{backwards} of {len(reading.facts)} rows end before they begin"


def _lost_dates(reading: Reading, pairs: Sequence[_Pair]) -> Iterator[str]:
    """Known shutdown dates, firm or floor, that their rows have no more though nobody says that they are withdrawn."""
    dated = [(old, new) for old, new in pairs if _end(old)]
    lost = [new for _, new in dated if not _end(new)]
    for fact in lost:
        if any(_is_about(place, fact) for place in reading.unread):
            yield f"the shutdown date of {fact.model_id} was known and can no longer be read"
    blank = sum(not fact.words for fact in lost)
    if blank > max(MAY_BE_ODD, MAY_CHANGE * len(dated)):
        yield f"{blank} of {len(dated)} known shutdown dates are blank"


def _is_about(place: str, fact: Fact) -> bool:
    """Whether something that was not understood is this fact's: it names the model, or the words, perhaps escaped."""
    words = (fact.words, repr(fact.words)[1:-1]) if fact.words else ()
    return any(text in place for text in (fact.model_id, *words))


def _ends_before_it_begins(fact: Fact) -> bool:
    """Whether a row's dates stand in the wrong columns. On real pages this is a misprint and very rare."""
    end = _end(fact)
    return end is not None and any(begin and begin > end for begin in (fact.released_on, fact.deprecated_on))


def _surprising(
    reading: Reading, before: Mapping[_Key, Fact], pairs: Sequence[_Pair], read_on: date, *, is_list: bool
) -> Iterator[str]:
    """Why a well-formed document is to be read twice."""
    vanished = len(before) - len(pairs) if reading.whole else 0
    few = is_list and vanished > (1 - STILL_THERE) * len(before)
    if few or (len(before) >= ENOUGH and vanished > MAY_VANISH * len(before)):
        yield f"{vanished} of {len(before)} known rows are missing"
    poorer = vanished + sum(_says_less(old, new) for old, new in pairs)
    if poorer and reading.unread:
        unread = _count(len(reading.unread), "cell")
        yield f"{poorer} of {len(before)} known rows are missing or say less, and {unread} could not be understood"
    older = sum(map(_is_older, pairs))
    if older:
        yield f"{_count(older, 'model')} of {len(before)} fell back to an older announcement"
    advised = [(old, new) for old, new in pairs if old.replacements]
    silent = sum(not (new.replacements or new.replacement_text) for _, new in advised)
    if len(advised) >= ENOUGH and silent > MAY_CHANGE * len(advised):
        yield f"{silent} of {len(advised)} known replacements are blank"
    for name, fields in _DATES.items():
        dated = [(old, new) for old, new in pairs if any(getattr(old, field) for field in fields)]
        changed = sum(_moved(old, new, fields, read_on) for old, new in dated)
        if len(dated) >= ENOUGH and changed > MAY_CHANGE * len(dated):
            yield f"{changed} of {len(dated)} known {name} dates change at once"
    strays = sum(map(_is_under_another_heading, pairs))
    if strays:
        yield f"{_count(strays, 'model')} of {len(before)} may stand under another announcement"


def _says_less(old: Fact, new: Fact) -> bool:
    """Whether a row lost its shutdown date or its replacements, and has no words in their place."""
    undated = _end(old) and not (_end(new) or new.words)
    return bool(undated or (old.replacements and not (new.replacements or new.replacement_text)))


def _is_older(pair: _Pair) -> bool:
    """Whether the newest announcement that is left of a model, with its date, is older than the one known."""
    old, new = pair
    known, left = old.deprecated_on, new.deprecated_on
    return bool(known and left and left < known and _end(old) != _end(new))


def _is_under_another_heading(pair: _Pair) -> bool:
    """Whether a model's announcement is later and its end is the same: so it looks when a heading is lost."""
    old, new = pair
    known, left = old.deprecated_on, new.deprecated_on
    return bool(known and left and known < left and _end(old) and _end(old) == _end(new))


def _moved(old: Fact, new: Fact, fields: tuple[str, ...], read_on: date) -> bool:
    if all(getattr(old, field) == getattr(new, field) for field in fields):
        return False
    floor = old.earliest_shutdown_on
    return not (floor and floor <= read_on and floor == new.shutdown_on)


def _end(fact: Fact) -> date | None:
    return fact.shutdown_on or fact.earliest_shutdown_on


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
