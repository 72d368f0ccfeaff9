"""Names of families with one slip of the pen in them: `gtp-4o-mini`, `claud-3-haiku-20240307`, `text-embeding-3-small`.

A slip is a letter doubled or exchanged with the next, and in longer names one left out or a wrong vowel. What begins so
is reported as unknown where a model must stand, and where the rest of it fits: nothing is found by likeness alone.
"""

from __future__ import annotations

from monitor.scan.families import STEMS

_RIGHT = (
    "chatgpt", "claude", "codestral", "command", "deepseek", "gemini", "gpt", "grok", "llama", "mistral", "mixtral",
    "qwen", "text-embedding", "whisper",
)  # fmt: skip
_VOWELS = "aeiou"
_LONG = 6  # letters: one less, or a wrong one, makes another word of a shorter name


def _slips(name: str) -> set[str]:
    places = range(len(name))
    found = {name[: i + 1] + name[i:] for i in places}
    found |= {name[:i] + name[i + 1 : i + 2] + name[i] + name[i + 2 :] for i in places}
    if len(name) >= _LONG:
        found |= {name[:i] + name[i + 1 :] for i in places}
        found |= {name[:i] + vowel + name[i + 1 :] for i in places if name[i] in _VOWELS for vowel in _VOWELS}
    return found - {name}


_MENDED = {
    slip: f"{name}-" for name in _RIGHT for slip in (f"{one}-" for one in _slips(name)) if not slip.startswith(STEMS)
}
HEADS = tuple(_MENDED)


def mended(name: str) -> str | None:
    """A name in lower case with its family spelled right; None where there is no slip in it."""
    first, _, rest = name.partition("-")
    for head in (f"{first}-", f"{first}-{rest.partition('-')[0]}-"):
        if right := _MENDED.get(head):
            return right + name[len(head) :]
    return None
