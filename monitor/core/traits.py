"""What the id of a model says of its make: family, version, size, and the name that all providers share.

Only for ranking and for finding the same model elsewhere; whose lifecycle concerns a pin is never read out of these.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

_MAKER = re.compile(r"^(?:.*/)?(?:[a-z][a-z0-9]*\.(?=[a-z]))?")  # openai/…, anthropic.…
_RELEASE = re.compile(
    r"[-@](?:20\d{6}|20\d{2}-\d{2}-\d{2})(?![0-9])|-v\d+(?::\d+)?$|:[a-z0-9]+$|@(?:\d{3}|default)$|-00\d$"
)
_MONTHLY = re.compile(r"-(?:[01]\d-20\d{2}|[01]\d-[0-3]\d|\d{4})(?![0-9])")
_DAYS = tuple(
    re.compile(rf"(?<![0-9]){form}(?![0-9])")
    for form in (
        r"(?P<year>20\d\d)(?P<month>0[1-9]|1[0-2])(?P<day>[0-3]\d)",
        r"(?P<year>20\d\d)-(?P<month>0[1-9]|1[0-2])-(?P<day>[0-3]\d)",
        r"(?P<month>0[1-9]|1[0-2])-(?P<year>20\d\d)(?P<day>)",
        r"(?P<year>2[3-9])(?P<month>0[1-9]|1[0-2])(?P<day>)",
    )
)
_LENGTH = re.compile(r"(?<![a-z0-9])\d+k(?![a-z])")
_SIZE = re.compile(r"(?<![a-z0-9.])(?:(\d+)x)?(\d+(?:\.\d+)?)b(?![a-z0-9])")
_WORD = re.compile(r"[a-z]+")
_NUMBER = re.compile(r"\d+")
_POINT = re.compile(r"(?<=\d)p(?=\d)")
NOISE = frozenset({
    "a", "b", "beta", "chat", "e", "exp", "experimental", "free", "generate", "generation", "hf", "instruct", "it", "k",
    "latest", "meta", "model", "online", "p", "preview", "specdec", "text", "turbo", "v", "versatile", "instant",
})  # fmt: skip
# Words that many families share: they tell models of one family apart, and make none.
RANKS = frozenset({
    "air", "code", "coder", "fast", "flash", "high", "image", "large", "lite", "light", "long", "low", "max", "medium",
    "micro", "mini", "multilingual", "nano", "non", "omni", "plus", "pro", "reasoning", "small", "super", "thinking",
    "tiny", "ultra", "vision", "vl", "x",
})  # fmt: skip
_DIFFERENT = re.compile(r"(?<![a-z])(?:instruct|hf|it|latest)(?![a-z])|[^a-z0-9]+")
_UNFINISHED = re.compile(r"(?<![a-z])(?:preview|exp|experimental|beta|alpha|nightly|labs|ea)(?![a-z])")
_TUNED = re.compile(r"(?<![a-z])(?:ft|lora|adapter|custom)(?![a-z])")


@dataclass(frozen=True, slots=True)
class Traits:
    """What an id says. `unfinished` is a preview, `tuned` somebody's own model.

    `line` are the words of the family that other families do not share; `released` is the day of the release, or the
    first of its month where the id says no day, and `month` the same as 2507; `recency` puts the newest version and
    release first. `size` is in billions of parameters, as a power of two.
    """

    name: str
    family: frozenset[str]
    line: frozenset[str]
    version: tuple[int, ...]
    released: date | None
    month: int | None
    recency: tuple[int, ...]
    size: float | None
    unfinished: bool
    tuned: bool


@lru_cache(maxsize=16_384)
def traits_of(model_id: str) -> Traits:
    """The traits of an id."""
    folded = _MAKER.sub("", model_id.casefold().replace(" ", "-"), count=1)
    name = _POINT.sub(".", _RELEASE.sub("", _RELEASE.sub("", folded))).replace("gpt-35", "gpt-3.5")  # as Azure has it
    bare = _LENGTH.sub("", _MONTHLY.sub("", name))
    sizes = [float(count or 1) * float(size) for count, size in _SIZE.findall(bare)]
    bare = _SIZE.sub("", bare)
    words = frozenset(_WORD.findall(bare))
    family = (words - NOISE) or words
    version, released = tuple(int(number) for number in _NUMBER.findall(bare)[:3]), _released(folded)
    month = released.year % 100 * 100 + released.month if released else None
    return Traits(
        name=shared_name(name),
        family=family,
        line=family - RANKS,
        version=version,
        released=released,
        month=month,
        recency=(*(-number for number in (*version, 0, 0, 0)[:3]), -(month or 0)),
        size=math.log2(max(sizes)) if any(sizes) else None,
        unfinished=_UNFINISHED.search(folded) is not None,
        tuned=_TUNED.search(folded) is not None,
    )


def _released(folded: str) -> date | None:
    """The release that an id says: 20240307, 2024-03-07; 03-2024 and 2403 are the first of that month."""
    for form in _DAYS:
        if found := form.search(folded):
            first = date(2000 + int(found["year"][-2:]), int(found["month"]), 1)
            try:
                return first.replace(day=int(found["day"] or 1))
            except ValueError:
                return first
    return None


@lru_cache(maxsize=16_384)
def shared_name(name: str) -> str:
    """A name or id without what each provider writes in its own way: "Claude 3.5 Haiku" and claude-3-5-haiku."""
    return _DIFFERENT.sub("", name.casefold())


def is_older(one: Traits, other: Traits) -> bool:
    """Whether an id says that it is of an earlier release or version than another of its line."""
    if one.line.isdisjoint(other.line):
        return False
    if one.version != other.version and one.version and other.version:
        return one.version < other.version
    return one.month is not None and other.month is not None and one.month < other.month


def alikeness(one: Traits, other: Traits) -> float:
    """How near two families are, 0 to 1."""
    if one.family.isdisjoint(other.family):
        return 0.0
    both = len(one.family & other.family)
    return both / (len(one.family) + len(other.family) - both)
