"""Sentences that state a lifecycle: "These models were retired July 21, 2025", "`x` will be retired on …"."""

from __future__ import annotations

import re
from dataclasses import dataclass

from monitor.core.dates import DateBound, read_date
from monitor.core.facts import StatedStatus
from monitor.sources.cells import ANY_CODE_ID, marked, plain
from monitor.sources.document import Section, Text, clip

MAX_SUBJECT = 100

_ID = f"[{ANY_CODE_ID}]"
_OTHER = f"[^.{ANY_CODE_ID}]{{0,80}}"
_GONE = r"(?:retired|shut ?down|shut off|discontinued|sunset|(?:deprecated and )?removed)\b"
_IDS = rf"(?P<ids>{_ID}\)?(?:{_OTHER}\b(?:and|or)\b{_OTHER}{_ID}\)?)*)(?: models?)?"

# The verb first: it is rare, and the search for it fast; then its subject, "these models", before it.
_WAS_RETIRED = re.compile(rf" (?:was|were|has been|have been) {_GONE}")
_OUR_MODELS = re.compile(r"\b(?:this|these|the following|the) (?:[\w-]+ ){0,4}?models?(?: [\w-]+)?$", re.IGNORECASE)
_RETIRED = re.compile(rf"{_IDS} (?:was|were|ha(?:s|ve) been|is|are)(?: now)? {_GONE}(?P<when>[^.;]*)")
_TO_BE_RETIRED = re.compile(rf"{_IDS} (?:will be|(?:is|are) (?:scheduled )?(?:to be|being)) {_GONE}(?P<when>[^.;]*)")
_DEPRECATED = re.compile(rf"{_IDS} (?:was|were|ha(?:s|ve) been|is|are)(?: now)? deprecated\b")
_TOPIC = re.compile(r"\b(?:retir|shut ?down|deprecat|discontinu|sunset)", re.IGNORECASE)
_INSTEAD = re.compile(
    rf"\b(?:(?:migrat|mov|switch|upgrad)\w* to|replaced (?:by|with)|use) [^.{ANY_CODE_ID}]*({_ID})", re.IGNORECASE
)
_SENTENCE_END = re.compile(r"(?<=[.!?]) ")


@dataclass(frozen=True, slots=True)
class Statement:
    """What a paragraph says of the models that it names by id. `quote` is the paragraph as printed, clipped."""

    model_ids: tuple[str, ...]
    quote: str
    status: StatedStatus | None = None
    shutdown: DateBound | None = None
    replacements: tuple[str, ...] = ()


def says_retired(section: Section) -> bool:
    """Whether a sentence of `section` says that its models are gone ("These models were retired July 21, 2025")."""
    for text in section.texts:
        line = text.text
        if " was " not in line and " were " not in line and " been " not in line:
            continue
        line = plain(line)
        for found in _WAS_RETIRED.finditer(line):
            if _OUR_MODELS.search(line, max(found.start() - MAX_SUBJECT, 0), found.start()) is not None:
                return True
    return False


def statement(text: Text, family: re.Pattern[str]) -> Statement | None:
    """What the paragraph `text` states of models whose id `family` matches from its beginning, or None.

    A retirement ahead with a day gives that day; without one the model is deprecated, since its end is announced.
    """
    line, ids = marked(text.text)
    if not ids or _TOPIC.search(line) is None:
        return None
    instead = [ids[found[1]] for found in _INSTEAD.finditer(line)]
    for sentence in _SENTENCE_END.split(" ".join(line.split())):
        for form in (_RETIRED, _TO_BE_RETIRED, _DEPRECATED):
            if (found := form.search(sentence)) is None:
                continue
            model_ids = [ids[mark] for mark in re.findall(_ID, found["ids"]) if family.match(ids[mark])]
            if not model_ids:
                continue
            stated = read_date(found["when"]) if form is not _DEPRECATED else None
            shutdown = stated if isinstance(stated, DateBound) else None
            return Statement(
                model_ids=tuple(model_ids),
                quote=clip(text.text),
                status=_status(form, shutdown),
                shutdown=shutdown,
                replacements=tuple(dict.fromkeys(other for other in instead if other not in model_ids)),
            )
    return None


def is_about(text: Text, family: re.Pattern[str]) -> bool:
    """Whether the paragraph `text` names a model of `family` and speaks of an end at all."""
    line, ids = marked(text.text)
    return any(family.match(model_id) for model_id in ids.values()) and _TOPIC.search(line) is not None


def _status(form: re.Pattern[str], shutdown: DateBound | None) -> StatedStatus | None:
    if form is _RETIRED:
        return StatedStatus.RETIRED
    return StatedStatus.DEPRECATED if form is _DEPRECATED or shutdown is None or shutdown.day is None else None
