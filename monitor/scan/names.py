"""Which of the words in a file name a model: those that the record knows, and those that look like a known family."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from monitor.core import prefixes
from monitor.core.references import Reference, parse
from monitor.errors import InvalidReference
from monitor.scan import families, misspelt

MAX_LENGTH = 300  # characters: no reference is longer

_NUMBERED = re.compile(r"[a-z]{0,2}\d[\d.]*(?:[a-z]{1,2}\d*)?|\d+x\d+[bm]?|q\d_[a-z0-9_]+|v\d+p\d+|\d+k?mm")
_GENERIC = re.compile(r"[a-z]+\d?|o\d")
_SEPARATORS = re.compile(r"[-.:@_/]")
_ENDING = re.compile(r"\.([a-z][a-z0-9]{0,10})$")
_STEM = re.compile("|".join(sorted(map(re.escape, families.STEMS), key=len, reverse=True)))
_BEDROCK_VERSION = re.compile(r"-v\d+(?::\d+)?$")  # behind a vendor and a dot no other kind of name ends so
_SUFFIX = re.compile(r"[@:][a-z0-9._-]*$|\[1m\]$")
_MAKERS = families.MAKERS | prefixes.BEDROCK_VENDORS | prefixes.VENDORS.keys()
_CLIENTS = ("azurechatopenai", "azureopenai", "asyncazureopenai")  # their deployments may be called anything
# What may stand directly before a bare word that is an id, such as "command": the prefilter looks for these.
_BEFORE = (
    '"', "'", "`", "=", ": ", ":-", "- ", "model ", "models ", "-m ", "engine ", "engines/", "models/", "deployments/",
    *(f"{provider}{mark}" for provider in sorted(families.SURE_PROVIDERS) for mark in "/:"),
)  # fmt: skip


class Verdict(NamedTuple):
    """What a word is: an id of the record or only like one, and whether it is a model wherever it is a whole literal.

    Where `sure` is false it counts only in a position that says model.
    """

    known: bool
    sure: bool


class Anchor(NamedTuple):
    """Lower-case bytes that stand in every file with a reference; it begins `lead` bytes into them.

    `whole`: what follows must be the end of the word.
    """

    text: bytes
    lead: int = 0
    whole: bool = False


class Names:
    """The ids of the record, ready to be recognised in other people's files."""

    def __init__(self, ids: Collection[str]) -> None:
        self._ids = frozenset(model_id.casefold() for model_id in ids)
        self._words = families.WORDS | {word for model_id in self._ids for word in _SEPARATORS.split(model_id)}
        self._verdicts: dict[str, Verdict | None] = {}

    def anchors(self) -> tuple[Anchor, ...]:
        """What a file must hold, in lower case, before it is worth a closer look."""
        found = {stem: Anchor(stem.encode()) for stem in families.STEMS}
        for model_id in sorted(self._ids):
            if _GENERIC.fullmatch(model_id):
                for before in _BEFORE:
                    found[before + model_id] = Anchor((before + model_id).encode(), len(before), whole=True)
            elif not _STEM.search(model_id):
                found[model_id] = Anchor(model_id.encode())
        found |= {name: Anchor(name.encode()) for name in (*misspelt.HEADS, *_CLIENTS)}
        return tuple(found.values())

    def judge(self, word: str) -> Verdict | None:
        """What a word is as a model reference; None if it is none."""
        if word not in self._verdicts:
            self._verdicts[word] = self._judge(word)
        return self._verdicts[word]

    def _judge(self, word: str) -> Verdict | None:
        lowered = word.casefold()
        ending = _ENDING.search(lowered)
        if not 1 < len(word) <= MAX_LENGTH or (ending and ending[1] in families.FILES):
            return None
        try:
            reference = parse(word)
        except InvalidReference:
            return None
        if any(name.casefold() in self._ids for name in _names(reference)):
            bare = not (_is_sure_provider(reference) and len(reference.model_id) < len(word))
            return Verdict(known=True, sure=not (bare and _GENERIC.fullmatch(_tail(reference))))
        return self._family(reference, word) or self._misspelt(reference, word)

    def _family(self, reference: Reference, word: str) -> Verdict | None:
        """Whether an id that the record does not know is like those of a family."""
        name = _tail(reference)
        stem = _STEM.match(name)
        if not stem:
            return None
        rest = name[stem.end() :]
        if rest and stem[0][-1].isalpha() and rest[0].isalpha():  # llamaindex, qwenlm
            return None
        fits = all(not part or part in self._words or _NUMBERED.fullmatch(part) for part in _SEPARATORS.split(rest))
        numbered = any(map(str.isdigit, name))
        line = stem[0].startswith(families.LINE_STEMS) and set(_SEPARATORS.split(name)[1:]) <= families.LINES
        if numbered or line:
            fits = fits or line or (reference.provider == "bedrock" and _BEDROCK_VERSION.search(name) is not None)
            whole = any(mark in word for mark in "-.:/")  # "llama2" alone may be a format, a folder, a nickname
            return Verdict(known=False, sure=whole and fits and _has_sound_path(reference, word))
        return None

    def _misspelt(self, reference: Reference, word: str) -> Verdict | None:
        """Whether an id would be a model's if the name of its family were spelled right."""
        name, whole = _tail(reference), word.casefold()
        mended, start = misspelt.mended(name), whole.rfind(name)
        if mended is None or start < 0:
            return None
        meant = self.judge(whole[:start] + mended + whole[start + len(name) :])
        prefixed = reference.provider is not None and len(reference.model_id) < len(word)
        return Verdict(known=False, sure=prefixed) if meant and meant.sure else None


def _names(reference: Reference) -> Iterator[str]:
    """Every id under which the record may hold the model that is meant."""
    for model_id, _ in reference.candidates:
        yield model_id
        yield model_id.removesuffix("[1m]")
    yield str(reference)
    yield reference.raw
    if reference.upstream:
        yield reference.upstream[1]


def _is_sure_provider(reference: Reference) -> bool:
    return reference.provider in families.SURE_PROVIDERS


def _tail(reference: Reference) -> str:
    """The part of a reference that carries the family: without provider, maker, version and suffix; in lower case."""
    name = reference.fine_tune_of or (reference.upstream or (None, reference.model_id))[1]
    name = name.casefold().rpartition("/")[2]
    maker, dot, rest = name.partition(".")
    if dot and maker in _MAKERS:
        name = rest
    elif maker in prefixes.GEOGRAPHIES and rest.partition(".")[0] in _MAKERS:
        name = rest.partition(".")[2]
    return _SUFFIX.sub("", name, count=1) or name


def _has_sound_path(reference: Reference, word: str) -> bool:
    """Whether what stands before the last slash is a provider or a maker, and not a folder or a host."""
    if reference.provider is not None:
        return True
    folders = word.casefold().removeprefix("@").split("/")[:-1]
    return all(folder in _MAKERS for folder in folders)
