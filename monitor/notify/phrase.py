"""A sentence with its ids, stresses and links marked, free of any channel's markup.

The shared wording is made of these; each channel turns them into its own markup in one place, and escapes there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain


@dataclass(frozen=True, slots=True)
class Code:
    """A model id, a reference or a place in a file: printed as it is."""

    text: str


@dataclass(frozen=True, slots=True)
class Strong:
    """Words that the eye should find first."""

    text: str


@dataclass(frozen=True, slots=True)
class Link:
    """Words with an address, which the wording has found safe (`foreign.safe_link`)."""

    text: str
    url: str


Part = str | Code | Strong | Link
Phrase = tuple[Part, ...]


def plain(phrase: Phrase) -> str:
    """The words alone."""
    return "".join([part if isinstance(part, str) else part.text for part in phrase])


def join(phrases: Iterable[Phrase], between: str) -> Phrase:
    """Several phrases as one, with `between` among them; empty ones are left out."""
    filled = [p for p in phrases if p]
    return tuple(chain.from_iterable((between, *p) if i else p for i, p in enumerate(filled)))
