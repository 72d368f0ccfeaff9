"""What a source is: address, shape, guards and reader, as data.

A provider is one module in `providers/` with a tuple `SOURCES`; `registry.py` finds it there, so that adding one
touches no other file.
"""

from __future__ import annotations

import enum
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from monitor.core.facts import Authority, Reading
from monitor.core.trust import Guards


class Auth(enum.StrEnum):
    """How a request carries its key. Never in the address: addresses end up in logs and errors."""

    NONE = "none"
    BEARER = "bearer"  # Authorization: Bearer KEY
    X_API_KEY = "x-api-key"  # Anthropic
    X_GOOG_API_KEY = "x-goog-api-key"  # Google
    API_KEY = "api-key"  # Azure
    SIGV4 = "sigv4"  # Amazon: a signature made with the key, see monitor.fetch.signing


@dataclass(frozen=True, slots=True)
class RawDocument:
    """One answer of a source as it came: undecoded bytes, its media type if known, its address, the day it was read.

    `read_on` is the UTC day of the fetch; a reader may need it to tell a floor from a past date (Google's page).
    """

    body: bytes
    url: str
    read_on: date
    media_type: str | None = None


Reader = Callable[["Source", RawDocument], Reading]
NextPage = Callable[[bytes], str | None]


@dataclass(frozen=True, slots=True)
class Source:
    """One document or endpoint that we read.

    `id` is `<provider>/<name>`, e.g. `openai/deprecations`. `url` is what is fetched, `page_url` what a person opens
    (default: `url`). `next_page` takes a list answer's bytes and gives the address of the next one, or None.
    `is_list` says that absence from it is a signal ("unlisted") rather than an edit ("row vanished"). `regions` are
    those in which alone its facts hold, where the same list is read in several. `model_url` is where the same key asks
    for one model, with "{id}" in its place; empty where nobody says what that answers.
    `private` says that `url` and `model_url` may be inside the network, as the settings say.
    `verified` is false until the reader has been held against a real document.
    """

    id: str
    provider: str
    authority: Authority
    url: str
    read: Reader
    guards: Guards
    page_url: str = ""
    headers: tuple[tuple[str, str], ...] = ()
    auth: Auth = Auth.NONE
    key_env: str | None = None
    next_page: NextPage | None = None
    is_list: bool = False
    regions: tuple[str, ...] = ()
    model_url: str = ""
    private: bool = False
    verified: bool = True

    def reading_of(self, body: bytes, media_type: str | None, read_on: date) -> Reading:
        """What its reader makes of a document that came on a day (UTC)."""
        return self.read(self, RawDocument(body, self.page_url or self.url, read_on, media_type))
