"""What others wrote, made harmless before any channel prints it.

Ids, quotes and addresses come from pages, configuration files and teams. Each channel escapes for its own markup;
what no channel wants (control characters, invisible and direction-changing ones) is taken out here.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from urllib.parse import urlsplit

# Cc control, Cf invisible and bidirectional, Cs lone surrogates, Co private use, Zl and Zp line separators.
UNWANTED = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
# Letters and marks that print nothing: joiners, fillers, variation selectors.
BLANK = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u3164\uffa0\ufe00-\ufe0f\U000e0100-\U000e01ef]")
HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})*", re.IGNORECASE | re.ASCII)
ADDRESS = re.compile(r"[A-Za-z0-9%/?#&=+:;,.@!$'()*\[\]_~-]+", re.ASCII)
EVERY_PIN = "pins"  # our page with every pinned model
LONGEST_ADDRESS = 1000
REMEMBERED = 4_096  # texts that were looked at: ids, names and pages come again in nearly every message


@lru_cache(REMEMBERED)
def clean(text: str) -> str:
    """The text on one line: white space made single blanks; control, invisible and direction-changing signs removed."""
    if text.isprintable():  # which no unwanted category is: only blank letters are left to look for
        text = text if text.isascii() else BLANK.sub("", text)
    else:
        visible = (" " if c.isspace() else c for c in BLANK.sub("", text))
        text = "".join(c for c in visible if unicodedata.category(c) not in UNWANTED)
    return " ".join(text.split())


@lru_cache(REMEMBERED)
def spaced(text: str) -> str:
    """The same, with one blank kept at either end where there was white space: for a piece of a sentence."""
    words = clean(text)
    before, after = text[:1].isspace(), text[-1:].isspace() and bool(words)
    return f"{' ' * before}{words}{' ' * after}"


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters: what is longer loses its middle, since the ends of ids and paths tell them apart."""
    if len(text) <= limit:
        return text
    tail = (limit - 1) // 2
    return f"{text[: limit - 1 - tail]}…{text[len(text) - tail :]}"


def inert(text: str) -> str:
    """The text with its web addresses spoilt, since readers of e-mail turn a bare address into a link."""
    return text.replace("://", "[:]//")


@lru_cache(REMEMBERED)
def safe_link(url: str) -> str | None:
    """The address if a message may link to it: https, a plain host name, no user, no sign that any markup knows.

    None otherwise; the caller then prints the link's text alone.
    """
    return url if _is_plain(url, {"https"}) else None


def own_link(url: str) -> str | None:
    """The same for an address of this service, which may be plain http inside a company."""
    return url if _is_plain(url, {"https", "http"}) else None


def every_pin(link: str | None) -> str | None:
    """The page of ours that lists every pinned model with its date; `link` is the address of this service."""
    return own_link(f"{link.rstrip('/')}/{EVERY_PIN}") if link else None


def _is_plain(url: str, schemes: set[str]) -> bool:
    if len(url) > LONGEST_ADDRESS or not ADDRESS.fullmatch(url):
        return False
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return False
    named = host is not None and HOST.fullmatch(host) is not None
    return named and port != 0 and parts.scheme in schemes and "@" not in parts.netloc
