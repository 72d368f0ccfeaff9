"""A retirement in sentences, with a day for each kind of deployment, as Azure's tables have them.

"Standard deployment type retires on D, with auto-upgrades scheduled to start on E. For other deployment types,
including ALL Provisioned and Global Standard, the retirement date has been moved to F": D for standard, F for
provisioned and global standard. The day of an upgrade is no retirement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from monitor.core.dates import DateBound, read_date
from monitor.sources.cells import MAX_CELL, plain

OTHERS = "other"


@dataclass(slots=True)
class Ends:
    """The phrases of a cell that `read_date` understands.

    Those of retirement are by deployment; under None stands the one for all deployments that are not named.
    """

    retirements: dict[str | None, str] = field(default_factory=dict)
    deprecation: str | None = None


def read_ends(cell: str) -> Ends | None:
    """What the sentences of a cell say. None if some of them has a day and is not understood, or two contradict."""
    ends = Ends()
    for sentence in _sentences(cell[:MAX_CELL]):
        if (label := _LABEL.match(sentence)) is not None and label["what"].lower().startswith("deprecat"):
            ends.deprecation = sentence[label.end() :]
            continue
        stated = sentence[label.end() :] if label is not None else _UPGRADE_BESIDE.sub("", sentence)
        days = _DAY.findall(stated)
        if not days or (_UPGRADE.search(stated) and not _RETIRES.search(stated)):
            continue
        phrase = _phrase(stated, days)
        if phrase is None:
            return None
        for kind in _kinds(stated):
            if ends.retirements.setdefault(kind, phrase) != phrase:
                return None
    return ends


def _sentences(cell: str) -> Iterator[str]:
    for line in _BREAK.split(cell):
        text = plain(line)
        if isinstance(read_date(text), DateBound):
            yield text
        else:
            yield from filter(None, _SENTENCE_END.split(text))


def _phrase(text: str, days: list[str]) -> str | None:
    """The phrase in `text` that says when; None if it has several days or says nothing of a retirement."""
    if isinstance(read_date(text), DateBound):
        return text
    if len(days) > 1 or _EXCEPT.search(text) is not None or _RETIRES.search(text) is None:
        return None
    if _FLOOR.search(text) is not None:
        return f"No earlier than {days[0]}"
    return f"expected {days[0]}" if _TENTATIVE.search(text) is not None else days[0]


def _kinds(text: str) -> tuple[str | None, ...]:
    """The kinds of deployment that a sentence is about: those that it names, the others, or None for all."""
    named = (" ".join(found[0].lower().replace("-", " ").split()) for found in _KIND.finditer(text))
    kinds = tuple(dict.fromkeys(name.replace("datazone", "data zone") for name in named))
    return kinds or ((OTHERS,) if _OTHER.search(text) is not None else (None,))


_BREAK = re.compile(r"<br\s*/?>|\n", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[^\s.]{2}[.;])\s+(?=[A-Z])")
_LABEL = re.compile(r"(?P<what>(?:deprecation|retirement)(?: date)?)\s*:\s*", re.IGNORECASE)
_DAY = re.compile(r"(?<![\w-])\d{4}-\d{2}-\d{2}(?![\w-])|\b[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}\b")
_UPGRADE = re.compile(r"\b(?:auto-?)?(?:upgrad|updat)(?:e[ds]?|ing)\b", re.IGNORECASE)
_UPGRADE_BESIDE = re.compile(
    r",?\s*(?:with|and)\s+(?:auto(?:matic)?[- ]?)?(?:upgrade|update)s?\b(?:(?!\bretire)[^.;])*", re.IGNORECASE
)
_RETIRES = re.compile(r"\b(?:retir(?:es?|ed|ing|ement)|shuts? down)\b", re.IGNORECASE)
_FLOOR = re.compile(
    r"\bno(?:t)?\b.{0,20}\b(?:before|earlier than|sooner than)\b|\bor later\b|\bor after\b|\bat the earliest\b",
    re.IGNORECASE,
)
_TENTATIVE = re.compile(r"\b(?:planned|expected|tentative(?:ly)?|estimated|about|around)\b", re.IGNORECASE)
_EXCEPT = re.compile(r"\b(?:except|excluding|unless|other than|until|was|were)\b", re.IGNORECASE)
_KIND = re.compile(
    r"\b(?:(?:global|data[- ]?zone|regional)[ -])?(?:standard|provisioned|batch|developer)\b", re.IGNORECASE
)
_OTHER = re.compile(r"\bother (?:deployments?|skus?)\b", re.IGNORECASE)
