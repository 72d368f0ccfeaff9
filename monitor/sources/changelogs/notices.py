"""The sentences, titles and rows of a notice: what ends, when, and what to use instead, as changelogs write it.

They are read as marked text (`mentions.Line`), in which a model is one character however the page prints it. What has
none of the forms here is not read: "may be deprecated", "once `x` is retired", "support for `x` was removed".
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Literal

from monitor.core.dates import NoDate
from monitor.sources.changelogs import notice_forms as forms
from monitor.sources.changelogs.mentions import MENTION
from monitor.sources.changelogs.update_days import UpdateCalendar
from monitor.sources.prose.days import Day, Stated


@dataclass(frozen=True, slots=True)
class Ending:
    """What a sentence says of the end of models.

    `models` are the marks of those that it names; `others` says which else: those in the list "below", "these" of the
    notice, or those of the sentence before ("it"). `gone` and `deprecated` are what it calls them, `ahead` if they will
    be. `when` is the date of the end, or of the deprecation if it speaks of no end; `deprecated_when` where it has
    both. `doubt`: why its dates cannot be told apart.
    """

    models: str = ""
    others: Literal["", "below", "these", "it"] = ""
    gone: bool = False
    deprecated: bool = False
    ahead: bool = False
    when: Stated | None = None
    deprecated_when: Stated | None = None
    doubt: str = ""


def sentences(text: str) -> list[str]:
    """The sentences of a marked text."""
    return forms.SENTENCE_END.split(text)


def ending(sentence: str, calendar: UpdateCalendar, *, is_title: bool = False) -> Ending | None:
    """What a sentence, or a title, says of the end of models; None if nothing that is understood."""
    if not may_end(sentence) and " followed " not in sentence:
        return None
    for form in (forms.NO_LONGER, forms.PASSIVE, forms.ACTIVE, forms.FOLLOWED, *((forms.TITLE,) if is_title else ())):
        if (found := form.search(sentence)) is not None and _ends_service(found):
            return _ending(found, calendar)
    return None


def _ends_service(found: re.Match[str]) -> bool:
    """Whether it is the service of a model that ends, surely: no feature, no line of a document, no condition."""
    parts, rest = found.groupdict(default=""), found["rest"]
    if found.start() > 0 and forms.CONDITION.match(found.string, 0, found.start()) is not None:
        return False
    removed = "remov" in f"{parts.get('gone')}{parts.get('also')}".lower()
    if removed and forms.FROM_SERVICE.match(rest) is None:
        return False
    return found.re is not forms.ACTIVE or forms.FEATURE.match(rest) is None


def _ending(found: re.Match[str], calendar: UpdateCalendar) -> Ending:
    parts, rest = found.groupdict(default=""), found["rest"]
    behind = [match[1] for form in (forms.ROWS, forms.ALONG) if (match := form.search(rest)) is not None]
    models = "".join([parts.get("named", ""), *behind])
    is_many = bool(parts.get("many")) or found.re is forms.TITLE
    pronoun: Literal["", "these", "it"] = "it" if parts.get("it") else "these" if parts.get("these") else ""
    stated = Ending(
        models=models,
        others="below" if is_many and not models else pronoun,
        gone=bool(parts.get("gone") or parts.get("also")) or found.re is forms.FOLLOWED,
        deprecated=bool(parts.get("deprecated")),
        ahead=bool(parts.get("future")),
    )
    return _dated(stated, found.string, found.start("rest"), calendar)


def _dated(stated: Ending, sentence: str, at: int, calendar: UpdateCalendar) -> Ending:
    """With the dates: the one behind the verb, which ends at `at`, or else the last one before it."""
    days = calendar.days_in(sentence)
    behind = [day for day in days if day.start >= at and forms.TOLD.search(sentence, at, day.start) is None]
    before = [day for day in days if day.start < at and _begins(sentence, day, at)]
    both = forms.AND_GONE.search(sentence, at) if stated.deprecated and not stated.gone else None
    if both is not None:
        first = [d.stated for d in behind if d.start < both.start()]
        last = [d.stated for d in behind if d.start >= both.start()]
        if len(first) > 1 or len(last) > 1:
            return replace(stated, gone=True, doubt="several dates")
        return replace(stated, gone=True, deprecated_when=(first or [None])[0], when=(last or [None])[0])
    chosen = behind[:1] or before[-1:]
    if len({d.stated for d in behind}) > 1:
        return replace(stated, doubt="several dates")
    if not chosen:
        return replace(stated, doubt="a date that is not understood" if forms.UNREAD_DATE.search(sentence) else "")
    (day,) = chosen
    words = sentence[day.start : day.end]
    if forms.NOT_ON.search(sentence, 0, day.start) is not None:  # "by May 1": at the latest
        return replace(stated, when=NoDate(words))
    return replace(stated, when=day.stated or NoDate(words), doubt="" if day.stated else f"{words!r} is no date")


def _begins(sentence: str, day: Day, at: int) -> bool:
    """Whether a sentence begins with the day on which something happens, and not with that on which it was told."""
    told = forms.TOLD.search(sentence[day.end : at])
    return told is None and forms.FROM_DAY.search(sentence, 0, day.start) is not None


def advice(sentence: str) -> str | None:
    """The part of a sentence that says what to use instead, perhaps in a list below; None if it recommends nothing."""
    low = sentence.lower()
    if not any(stem in low for stem in forms.STEMS_OF_ADVICE) or (found := forms.ADVICE.search(sentence)) is None:
        return None
    part = next(filter(None, found.groups())).strip()
    only_use = found["use"] is not None and re.search(MENTION, part) is None  # "Use the guide"
    is_empty = (only_use or forms.NO_ADVICE.match(part) is not None) and not part.endswith(":")
    return None if is_empty or is_about_a_feature(sentence) else part


def redirect(sentence: str) -> tuple[str, str] | None:
    """The marks of the models whose requests go to another one, and the mark of that one."""
    found = forms.ALIASED.search(sentence) if "equest" in sentence or "returning" in sentence else None
    return None if found is None else (found["named"] or "", found["to"] or found["from"])


def pair(line: str) -> tuple[str, str] | None:
    """Of a row "`a` - migrate to `b`" the marks of the models that end, and what stands behind."""
    found = forms.PAIR.fullmatch(line)
    return None if found is None else (found["old"], found["tail"])


def bare(line: str) -> tuple[str, str] | None:
    """Of a row that is nothing but models the marks, and the kind that it says they are ("Chat Models - `a` `b`")."""
    found = forms.BARE.fullmatch(line)
    return None if found is None else (found[0], (found["kind"] or "").lower())


def kind_of(title: str) -> str | None:
    """The kind of models that a title gives to the rows below it: "chat" of "Chat Models"."""
    found = forms.KIND.fullmatch(title)
    return None if found is None else found[1].lower()


def described(line: str) -> str | None:
    """The mark of the model that a row describes ("`a` - a fast model"), if the row does not say that it is there."""
    found = forms.DESCRIBED.fullmatch(line)
    return None if found is None or forms.STAYS.search(line) is not None else found["first"]


def is_unclear_row(line: str) -> bool:
    """Whether a line begins with a model as rows do, and is neither a row that is understood nor a sentence."""
    return forms.UNCLEAR.fullmatch(line) is not None and forms.STAYS.search(line) is None


def only_day(sentence: str, calendar: UpdateCalendar) -> Stated | None:
    """The date of a sentence that has one and no other, unless it is only the last one possible ("by May 1")."""
    days = calendar.days_in(sentence)
    if len({day.stated for day in days}) != 1 or forms.NOT_ON.search(sentence, 0, days[0].start) is not None:
        return None
    return days[0].stated


def row_day(line: str, calendar: UpdateCalendar) -> tuple[Stated | None, str]:
    """The date that a row gives its model ("`a` - May 1, 2026"); or why its date may mean something else."""
    days = calendar.days_in(line)
    if len(days) == 1 and forms.ROW_DAY.search(line, 0, days[0].start) is not None and days[0].stated is not None:
        return days[0].stated, ""
    return None, "a date in its row" if days else ""


def is_about_a_feature(text: str) -> bool:
    """Whether a text speaks of a parameter, a tool and the like."""
    return any(forms.FEATURE.match(text, found.end()) is not None for found in re.finditer(MENTION, text))


def is_about_an_end(text: str) -> bool:
    """Whether a text speaks of the end of anything at all."""
    return forms.TOPIC.search(text) is not None


def may_end(text: str) -> bool:
    """Whether a text may say that anything ends, and is worth reading: far quicker than to read it."""
    low = text.lower()
    return any(stem in low for stem in forms.STEMS_OF_ENDS)
