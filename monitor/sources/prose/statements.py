"""Sentences that state a lifecycle, and which of their words mean what: one vocabulary for all pages.

An end is told from a deprecation ("is deprecated", "the following deprecations will roll out"), the past from what is
announced, a model from what belongs to it (an endpoint, a parameter, its fine-tunes), and what ends from what takes its
place. A sentence that names models and an end, and has none of the forms here, states nothing: see `is_about`.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache

from monitor.core.dates import DateBound, NoDate
from monitor.core.facts import StatedStatus
from monitor.sources.cells import marked, plain
from monitor.sources.document import Section, Table, Text, clip
from monitor.sources.prose import phrases
from monitor.sources.prose.days import Calendar, Day, days_in
from monitor.sources.prose.sentences import Ids, Sentence, sentences
from monitor.sources.prose.successors import advice

MAX_SUBJECT = 100

# The verb first: it is rare, and the search for it fast; then its subject, "these models", before it.
WAS_RETIRED = re.compile(
    r" (?:was|were|has been|have been) "
    r"(?:retired|shut ?down|shut off|discontinued|sunset|(?:deprecated and )?removed)\b"
)
OUR_MODELS = re.compile(r"\b(?:this|these|the following|the) (?:[\w-]+ ){0,4}?models?(?: [\w-]+)?$", re.IGNORECASE)


FORMS = (phrases.PASSIVE, phrases.LISTED, phrases.CHANGES, phrases.ACTIVE, phrases.ANNOUNCED)
FORMS_WITHOUT_ID = (phrases.LISTED, phrases.CHANGES, phrases.ACTIVE)


class Effect(enum.StrEnum):
    """What becomes of a model."""

    END = "end"  # requests are no longer served by it
    DEPRECATION = "deprecation"
    OTHER = "other"  # something that belongs to it, or that it is not served to new customers any more


@dataclass(frozen=True, slots=True)
class Said:
    """What a sentence says of models. `families` are the ids that stand for all ids of their stem.

    `listed`: it is about a list that follows. `when`: the day of the end, or of the deprecation where it states no
    more. `deprecated_on`: the day of the deprecation. `is_past`: it tells what has happened. `fine_tuned`: it is about
    the fine-tunes of the models and not about the models.
    """

    effect: Effect
    models: tuple[str, ...] = ()
    families: tuple[str, ...] = ()
    listed: bool = False
    when: DateBound | NoDate | None = None
    deprecated_on: date | None = None
    is_deprecated: bool = False
    is_past: bool = False
    fine_tuned: bool = False
    is_legacy: bool = False

    def status(self, read_on: date) -> StatedStatus | None:
        """The status that the sentence states, on the day on which it is read (UTC)."""
        day = self.when.day if isinstance(self.when, DateBound) else None
        if self.is_legacy:
            return StatedStatus.LEGACY
        if self.effect is Effect.END and self.is_past and (day is None or day <= read_on):
            return StatedStatus.RETIRED
        if self.is_deprecated or day is None:  # an end that is announced and has no day
            return StatedStatus.DEPRECATED
        return None


def said(sentence: Sentence, calendar: Calendar | None = None) -> Said | None:
    """What a sentence says of models, or None if it has none of the known forms.

    The effect is `OTHER` where it has, and is not about models themselves.
    """
    text = phrases.BELONGING.sub("it", sentence.text)
    for form in FORMS if sentence.has_id else FORMS_WITHOUT_ID:
        if (found := form.search(text)) is not None:
            break
    else:
        return Said(Effect.OTHER) if phrases.LIVES_ON.search(text) is not None else None
    parts = found.groupdict(default="")
    subject, before = parts.get("subject", ""), text[: found.start()]
    fine_tuned = phrases.FINE_TUNED.search(before + parts.get("how", "")) is not None
    if phrases.CONDITIONAL.search(before) is not None:
        return None
    if not fine_tuned and (phrases.OF_SOMETHING_ELSE.search(before) or phrases.PART_OF.search(before)):
        return Said(Effect.OTHER)
    dates = list(days_in(text, calendar))
    when = None if form is phrases.ANNOUNCED else _date_of(text, found.end(), dates, before)
    is_deprecated, deprecated, is_past = bool(parts.get("deprecated")), when, _is_past(found, parts)
    if is_deprecated and (both := phrases.AND_ENDS.match(text, found.end())) is not None:
        behind = [d for d in dates if d.start >= both.end()]
        deprecated = next((d.stated for d in dates if found.end() <= d.start < both.end()), None)
        when, is_past = _date_of(text, both.end(), behind), False
        effect = Effect.END
    else:
        effect = Effect.DEPRECATION if is_deprecated else Effect.END
    if parts.get("new_only"):
        if (later := phrases.LATER_END.search(text)) is None:
            return Said(Effect.OTHER)
        when = next((d.stated for d in dates if d.start >= later.end()), NoDate(later[0]))
    families = "".join(match["stem"] for match in phrases.FAMILY.finditer(subject))
    return Said(
        effect,
        models=tuple(m for m in sentence.named(subject) if m not in sentence.named(families)),
        families=sentence.named(families),
        listed=form in {phrases.LISTED, phrases.CHANGES} or bool(parts.get("listed")),
        when=when,
        deprecated_on=deprecated.firm_day if is_deprecated and isinstance(deprecated, DateBound) else None,
        is_deprecated=is_deprecated,
        is_past=is_past,
        fine_tuned=fine_tuned,
        is_legacy=phrases.LEGACY.search(before + subject) is not None,
    )


def _is_past(found: re.Match[str], parts: Mapping[str, str]) -> bool:
    """Whether the verb tells what has happened: that new customers are shut out leaves the end to come."""
    gone = parts.get("gone") and not parts.get("new_only") and " will " not in found[0]
    return bool(parts.get("past") or parts.get("now") or gone)


def announced(sentence: Sentence) -> Day | None:
    """The date on which a sentence says that its announcement was made ("On May 9, 2025, we emailed …").

    A date without a day (`Day.day` is None) where it speaks of an announcement and gives no day.
    """
    if (verb := phrases.TOLD.search(sentence.text)) is None:
        return None
    dates = [d for d in days_in(sentence.text) if phrases.ON.search(sentence.text, 0, d.start) is not None]
    before = [d for d in dates if d.start < verb.start()] or [d for d in dates if d.start - verb.end() <= len(" on ")]
    return before[-1] if before else Day(0, 0, None)


def announced_tables(section: Section) -> Iterator[tuple[date | None, Section]]:
    """Each table of a section as a section of its own, with the day of the announcement in the text above it."""
    if not section.tables:
        return
    day: date | None = None
    for block in section.blocks:
        if isinstance(block, Table):
            yield day, replace(section, blocks=(block,))
            continue
        for sentence in sentences(block, Ids()):
            if (told := announced(sentence)) is not None:
                day = told.day


def is_dated(sentence: Sentence) -> bool:
    """Whether it names models beside a date or an end: if nobody understands it, somebody should see it."""
    text = phrases.BELONGING.sub("it", sentence.text)
    first = phrases.AN_ID.search(text)
    if first is None or phrases.OF_SOMETHING_ELSE.search(text, 0, first.start()) or phrases.PRICE.search(text):
        return False
    return phrases.TOPIC.search(text) is not None or any(True for _ in days_in(text))


@dataclass(frozen=True, slots=True)
class Statement:
    """What a paragraph says of the models that it names by id. `quote` is the paragraph as printed, clipped."""

    model_ids: tuple[str, ...]
    quote: str
    status: StatedStatus | None = None
    shutdown: DateBound | None = None
    replacements: tuple[str, ...] = ()


@lru_cache(maxsize=256)  # of a page that changed, most sections say what they said at its last reading
def says_retired(section: Section) -> bool:
    """Whether a sentence of `section` says that its models are gone ("These models were retired July 21, 2025")."""
    for text in section.texts:
        line = text.text
        if " was " not in line and " were " not in line and " been " not in line:
            continue
        line = plain(line)
        for found in WAS_RETIRED.finditer(line):
            if OUR_MODELS.search(line, max(found.start() - MAX_SUBJECT, 0), found.start()) is not None:
                return True
    return False


def statement(text: Text, family: re.Pattern[str]) -> Statement | None:
    """What the paragraph `text` states of models whose id `family` matches from its beginning, or None.

    A retirement ahead with a day gives that day; without one the model is deprecated, since its end is announced.
    """
    found = sentences(text, Ids(family))
    instead = [m for sentence in found if (other := advice(sentence)) for m in other.replacements.model_ids]
    for sentence in found:
        stated = said(sentence)
        if stated is None or stated.effect is Effect.OTHER or not stated.models:
            continue
        shutdown = stated.when if stated.effect is Effect.END and isinstance(stated.when, DateBound) else None
        return Statement(
            model_ids=stated.models,
            quote=clip(text.text),
            status=stated.status(date.max),
            shutdown=shutdown,
            replacements=tuple(dict.fromkeys(other for other in instead if other not in stated.models)),
        )
    return None


def is_about(text: Text, family: re.Pattern[str]) -> bool:
    """Whether the paragraph `text` names a model of `family` and speaks of an end at all."""
    line, ids = marked(text.text)
    return any(family.match(model_id) for model_id in ids.values()) and phrases.TOPIC.search(line) is not None


def _date_of(text: str, verb: int, dates: list[Day], before: str = "") -> DateBound | NoDate | None:
    """The date of what a sentence states: the one behind its verb, which ends at `verb`, or at the beginning of it.

    `before` is the text in which the latter may stand. Another date may be that of another thing: its words are no day.
    """
    if not dates:
        return None
    behind = [d for d in dates if verb <= d.start and phrases.ON_DAY.fullmatch(text, verb, d.start)]
    first = [d for d in dates if d.start < len(before) and phrases.FROM_DAY.search(text[: d.start])]
    if (chosen := behind[:1] or first[-1:]) and chosen[0].stated is not None:
        return chosen[0].stated
    return NoDate("; ".join(text[d.start : d.end] for d in dates))
