"""What one document says of one model: a fact, with the row or sentence that proves it.

A fact carries dates only as whole days (`datetime.date`, as the provider prints them; providers rarely say in which
time zone). A phrase that is no day leaves its date empty and is kept in `words`.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field, fields
from datetime import date, datetime
from typing import Any

from monitor.core.specs import Offer
from monitor.core.values import value

MOST_REGIONS = 4  # in words for a reader; `model show` and every JSON have them all


class StatedStatus(enum.StrEnum):
    """A status that a provider states in words. The status on a day is derived: see `lifecycle.status_on`."""

    ACTIVE = "active"
    LEGACY = "legacy"
    DEPRECATED = "deprecated"
    RETIRED = "retired"


class Authority(enum.IntEnum):
    """How much a source's word weighs for its provider's models; the lowest number wins a field."""

    DEPRECATIONS = 0  # the provider's deprecation page
    API = 1  # the provider's own model list
    PAGE = 2  # other pages of the provider
    AGGREGATOR = 3
    CATALOG = 4  # the catalog bundled with this package


@value
class Scope:
    """Where a fact holds, when its provider gives different dates by version, deployment type or region."""

    version: str | None = None
    deployment: str | None = None
    regions: tuple[str, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.version or self.deployment or self.regions)

    def __str__(self) -> str:
        return ", ".join(filter(None, (self.version, self.deployment, " ".join(self.regions))))

    @property
    def in_short(self) -> str:
        """The same for people: of many regions the first, and how many more there are."""
        more = len(self.regions) - MOST_REGIONS
        if more <= 1:  # one more takes no more room than to count it
            return ", ".join(filter(None, (self.version, self.deployment, *self.regions)))
        named = (*self.regions[: MOST_REGIONS - 1], f"{self.regions[MOST_REGIONS - 1]} and {more} more regions")
        return ", ".join(filter(None, (self.version, self.deployment, *named)))


@value
class Fact:
    """What one document says of one model.

    `shutdown_on` is a firm day, `earliest_shutdown_on` a floor ("not sooner than"); a fact has at most one of them.
    `replacements` are model ids as printed, in the page's order; what else the cell says is in `replacement_text`.
    `words` keeps a shutdown phrase that is no day ("Coming soon", "No shutdown date announced"). `url` has the
    anchor of the section where there is one; `quote` is the row or sentence as printed, at most 300 characters.
    """

    provider: str
    model_id: str
    source_id: str
    url: str
    quote: str
    alias_of: str | None = None
    display_name: str | None = None
    version: str | None = None
    deployment: str | None = None
    regions: tuple[str, ...] = ()
    released_on: date | None = None
    legacy_on: date | None = None
    deprecated_on: date | None = None
    shutdown_on: date | None = None
    earliest_shutdown_on: date | None = None
    extended_access_on: date | None = None
    stated_status: StatedStatus | None = None
    replacements: tuple[str, ...] = ()
    replacement_text: str | None = None
    redirects_to: str | None = None
    words: str | None = None

    def __post_init__(self) -> None:
        if self.shutdown_on and self.earliest_shutdown_on:
            raise ValueError(f"{self.model_id}: a fact has a firm shutdown date or a floor, never both")

    @property
    def scope(self) -> Scope:
        """The scope in which the fact holds, empty for almost all; the order of its regions says nothing."""
        regions = tuple(sorted(self.regions)) if self.regions else ()
        return Scope(self.version, self.deployment, regions)

    @property
    def key(self) -> tuple[str, Scope]:
        """What makes it the same row as in the source's last document: model id without regard to case, and scope."""
        return self.model_id.casefold(), self.scope

    def as_json(self, document: str | None = None) -> dict[str, Any]:
        """The fact as every JSON answer prints it: ISO days, absent keys null; `document` is a sha256 or a path."""
        out: dict[str, Any] = {"document": document}
        for f in fields(self):
            value = getattr(self, f.name)
            out[f.name] = (
                list(value) if isinstance(value, tuple) else value.isoformat() if isinstance(value, date) else value
            )
        return out


@dataclass(frozen=True, slots=True)
class Observation:
    """A fact as the record keeps it: who said it, in which document, from when to when.

    All times are aware and in UTC. `last_seen` is the newest good reading of the source that still held the fact;
    `gone_since` is set when newer good readings no longer hold it (the fact stands all the same). `is_list` says that
    the source is a model list, so that absence from it is a signal; a provider's own API is one in any case.
    """

    fact: Fact
    authority: Authority
    document: str
    first_seen: datetime
    last_seen: datetime
    gone_since: datetime | None = None
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader made of one document.

    `headings` are the document's section titles and table headers in order, for the guards; `unread` are cells and
    phrases that the reader did not understand, each with its place, never guessed at. A model list has `whole` set
    to false where the answer says that there is more of it. `problem` is set where the document is no page or list
    of this source at all (a login page, an error object): why, in words; it then has no facts. `offers` are the prices
    that a reseller's page states; they are no facts of a lifecycle, and are read from the archive when they are shown.
    """

    facts: tuple[Fact, ...] = ()
    headings: tuple[str, ...] = ()
    unread: tuple[str, ...] = field(default=())
    whole: bool = True
    problem: str | None = None
    offers: tuple[Offer, ...] = ()
