"""The words of a text that may be model references, cut where the reference begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from monitor.scan.names import MAX_LENGTH, Names
from monitor.scan.positions import is_model_word

_CHARACTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.:/@~#+-"
_LEAD, _TRAIL = "-.:/@~#+", ".:/@~#+-_"
_API_PATH = re.compile(r"(?:^|/)(?:models?|engines|deployments)/")
_API_HOST = re.compile(
    r"(?i)^[a-z]+://[^/]*(?:\bapi\b|\bapi[.-]|-?aiplatform|bedrock|runtime|inference|localhost|127\.)"
)
_API_VERSION = re.compile(r"(?:^|/)(?:v\d\w*|openai)/")
_METHOD = re.compile(r":(?:\w*[a-z](?:Content|Predict|Tokens|Contents|Running)|predict|rawPredict|run)$")
_VERBS = frozenset(
    {
        "audio", "chat", "completions", "converse", "converse-stream", "embeddings", "generate", "images", "invoke",
        "invoke-with-response-stream", "messages", "predict", "responses", "run",
    }
)  # fmt: skip
_DEFAULT = re.compile(r"(?:[A-Za-z_][\w.]*|\d+):?[-=]|[A-Za-z_][\w.-]*:")  # ${MODEL:-gpt-4}, ${app.model:gpt-4}
_ARN_TAIL = re.compile(r":+(?:\d*:)?(?:foundation-model|inference-profile)/")
_VARIABLE = re.compile(r"[A-Za-z_]\w*")


class Word(NamedTuple):
    """A reference at `start` to `end` of a text, or a word that may be one.

    `opened` and `continued`: a variable's value comes directly before or after it, so that the word is only a part of
    what runs.
    """

    start: int
    end: int
    opened: bool = False
    continued: bool = False
    path: bool = False


def words_at(text: str, places: Iterable[int], names: Names) -> Iterator[Word]:
    """The longest reference around each place, each once; a word that cannot be one gives none."""
    last = -1
    for place in sorted(places):
        if place >= last:
            start, last = _bounds(text, place)
            if word := _word(text, start, last, names):
                yield word


def _bounds(text: str, position: int) -> tuple[int, int]:
    """Where the run of characters of references around a position begins and ends, as far as it matters."""
    left = text[max(0, position - MAX_LENGTH - 20) : position]
    start = position - len(left) + len(left.rstrip(_CHARACTERS))
    right = text[position : position + MAX_LENGTH + 20]
    return start, position + len(right) - len(right.lstrip(_CHARACTERS))


def _word(text: str, start: int, end: int, names: Names) -> Word | None:
    if end - start > MAX_LENGTH or _is_letter(text, start - 1) or _is_letter(text, end):
        return None
    before, after = text[start - 1 : start], text[end : end + 1]
    opened = start > 0 and (before in {"}", ")"} or (before == "*" and _ARN_TAIL.match(text, start, end) is not None))
    if text[max(0, start - 2) : start] == "${" and (default := _DEFAULT.match(text, start, end)):
        start = default.end()
    if before in {"$", "%"} and (variable := _VARIABLE.match(text, start, end)):
        start, opened = variable.end() if before == "$" else start + 1, True
    if text[end - 1 : end + 1] == "#{":
        end -= 1
    continued = after in {"{", "$", "%"}
    return _cut(text, Word(start, end, opened, continued), names)


def _is_letter(text: str, position: int) -> bool:
    return 0 <= position < len(text) and text[position].isalpha()


def _cut(text: str, word: Word, names: Names) -> Word | None:
    """The word without what only surrounds the reference: punctuation, an address, a key before a colon."""
    raw = text[word.start : word.end]
    if ("://" in raw and not raw.lower().startswith("azureml://")) or raw.startswith(("/", "./", "../")):
        if part := _in_path(raw, names, opened=word.opened):
            return word._replace(start=word.start + part[0], end=word.start + part[1], path=True)
        if "://" in raw or not word.opened:
            return None
    if word.opened and raw[:1] not in {"/", ":", "@", "."}:
        return None
    if word.opened and (tail := _ARN_TAIL.match(raw)):
        word = word._replace(start=word.start + tail.end())
        raw = raw[tail.end() :]
    lead = "-.:/~#+" if raw.startswith(("@cf/", "@hf/")) else _LEAD
    start = word.end - len(raw.lstrip(lead))
    ends_open = word.continued and raw.endswith(("-", ".", "_"))
    end = word.end if ends_open else word.start + len(raw.rstrip(_TRAIL))
    if text.startswith("[1m]", end):
        end += 4
    head, colon, _ = text[start:end].partition(":")
    if colon and is_model_word(head) and names.judge(text[start:end]) is None:
        start += len(head) + 1
    return word._replace(start=start, end=end, continued=ends_open or word.continued) if end - start > 1 else None


def _in_path(raw: str, names: Names, *, opened: bool) -> tuple[int, int] | None:
    """Where in an address of an API the model stands; None for other addresses and for files."""
    match = _API_PATH.search(raw)
    if not match:
        return None
    start = match.end()
    rest = raw[start:].rstrip(_TRAIL)
    whole = _METHOD.sub("", rest)
    parts = whole.split("/")
    length = next(
        (
            n
            for n in (1, 2)
            if len(parts) >= n and (len(parts) == n or parts[n] in _VERBS) and names.judge("/".join(parts[:n]))
        ),
        0,
    )
    called = len(parts) > length or whole != rest or _API_VERSION.search(raw[: match.start() + 1]) is not None
    if not length or not (called or (opened and "://" not in raw) or _API_HOST.match(raw)):
        return None
    if "/docs/" in raw:
        return None
    return start, start + len("/".join(parts[:length]))
