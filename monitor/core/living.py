"""Whether a model may be moved to: it is alive, and nobody has announced its end within the time that counts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from monitor.core.lifecycle import Lifecycle, Status, status_on
from monitor.core.matching import upstream_at_maker, weightier
from monitor.core.models import Models
from monitor.core.prefixes import RESELLERS
from monitor.core.specs import ModelSpecs
from monitor.core.traits import traits_of

ENDING = frozenset({Status.DEPRECATED, Status.RETIRED})
# A day or a month of release, or a word that says preview with what little may follow it.
_DAY = r"20\d{6}|20\d\d-[01]\d-[0-3]\d|[01]\d-20\d\d|[01]\d-[0-3]\d|[0-3]\d{3}"
_DATED = re.compile(rf"(?P<base>.+?)[-@](?:{_DAY}|(?:preview|exp|experimental|beta|alpha|nightly)(?:-?\d{{1,2}})?)")


@dataclass(frozen=True, slots=True)
class Unlisted:
    """A model that figures name and no source does: its end as they claim it, in words, and what to mind."""

    ending: str | None
    caution: str


def lives(c: Lifecycle, models: Models, today: date) -> bool:
    """Whether a model may be moved to on `today` (UTC): it is neither retired nor deprecated, as any with a firm date.

    An alias without an end of its own is as good as the snapshots it may point at: where all of them are ending,
    nothing says that it will be pointed elsewhere. A row that has only the name of the model ends it too, and so does
    the maker of a model that somebody resells.
    """
    if status_on(c, today) in ENDING:
        return False
    snapshots = _behind(c, models)
    if snapshots and not any(lives(s, models, today) for s in snapshots):
        return False
    return all(lives(other, models, today) for other in _deciding(c, models))


def outlives_its_base(provider: str, model_id: str, models: Models, today: date) -> bool:
    """Whether the model of which an id names a snapshot or preview is known, and no longer lives on `today` (UTC).

    gemini-2.5-flash-preview-04-17 is one of gemini-2.5-flash. Where the base is said to point at another, as Cohere's
    command-r at command-r-03-2024, command-r-08-2024 is a release of its own; a preview never is.
    """
    folded, is_preview = model_id.casefold(), traits_of(model_id).unfinished
    return any(
        not lives(c, models, today) and (is_preview or (c.alias_of or folded).casefold() == folded)
        for base in _bases(folded)
        for c in models.scopes(provider, base)
    )


def _bases(folded: str) -> Iterator[str]:
    """The id without its date, and then without "preview" too."""
    while found := _DATED.fullmatch(folded):
        folded = found["base"]
        yield folded


def why_not_living(c: Lifecycle, models: Models, *, today: date, horizon: timedelta) -> str | None:
    """Why a model is no replacement on `today` (UTC), in words; None if it lives.

    `horizon` is the longest lead time of the team that asks: an end within it is told by its day alone.
    """
    if lives(c, models, today):
        return None
    status = status_on(c, today)
    if status not in ENDING:
        for other in _deciding(c, models):
            if why := why_not_living(other, models, today=today, horizon=horizon):
                return why if other.provider == c.provider else f"{why} at {other.provider}, which makes it"
    if status is Status.RETIRED:
        return f"retired on {c.shutdown_on}" if c.shutdown_on else "retired"
    if c.shutdown_on and c.shutdown_on - today <= horizon:
        return f"ends on {c.shutdown_on}"
    if status is Status.DEPRECATED:
        return f"deprecated, ends on {c.shutdown_on}" if c.shutdown_on else "deprecated"
    endings = [(s, why_not_living(s, models, today=today, horizon=horizon)) for s in _behind(c, models)]
    said = "; ".join(f"{s.model_id} {(ending or '').removeprefix('deprecated, ')}" for s, ending in endings)
    which = "its only known snapshot" if len(endings) == 1 else "all its known snapshots are ending:"
    return f"{which} {said}; whether {c.model_id} will be pointed at another is not stated"


def last_of_ending(alias: Lifecycle, models: Models, *, today: date) -> Lifecycle | None:
    """Of the snapshots that an alias is known to point at, the one that ends last, if all of them have a firm end.

    `today` is in UTC. None for a model without snapshots, and where one of them has no end.
    """
    snapshots = _behind(alias, models)
    if not snapshots or any(s.shutdown_on is None or status_on(s, today) not in ENDING for s in snapshots):
        return None
    return max(snapshots, key=lambda s: (s.shutdown_on or date.max, s.model_id))


def unlisted(provider: str, model_id: str, models: Models, *, today: date, horizon: timedelta) -> Unlisted | None:
    """What figures say of a model that no source names; None where they do not know it either."""
    specs = models.figures.of(provider, model_id)
    if specs is None:
        return None
    ends = specs.ends_on
    ending = f"ends on {ends}, says {specs.details_from}" if ends and ends - today <= horizon else None
    return Unlisted(ending, known_from(provider, specs, today))


def claim(c: Lifecycle, models: Models, today: date) -> str | None:
    """What figures claim of the end of a model of which its provider has announced none, in words.

    It is nobody's word who could end it: it makes nothing deprecated, and is only told.
    """
    specs = models.figures.of(c.provider, c.model_id)
    if specs is None or specs.ends_on in {None, c.earliest_shutdown_on}:  # that day is the provider's own floor
        return None
    return f"{claimed(specs, today)}, while {c.provider} has announced no end"


def claimed(specs: ModelSpecs, today: date) -> str:
    """Who claims which end, in words."""
    over = specs.ends_on is not None and specs.ends_on <= today
    return f"{specs.details_from}, claims that it {'ended' if over else 'ends'} on {specs.ends_on}"


def known_from(provider: str, specs: ModelSpecs, today: date) -> str:
    """What to mind of a model that figures alone name."""
    later = ", which is later than this day" if specs.known_on and specs.known_on > today else ""
    return f"no page of {provider} that was read names it: it is known from {specs.details_from}{later}"


def _deciding(c: Lifecycle, models: Models) -> list[Lifecycle]:
    """The other words on a model that may end it: rows with its name alone, and its maker's where somebody resells it.

    They are those by which `matching` judges a pin on it.
    """
    found: list[Lifecycle] = []
    if not (c.provider in RESELLERS or models.has_names(c.provider)):
        return found
    if by_name := models.named_rows.of(c.provider, c.model_id):
        found += [row for row in weightier((c,), by_name) if row is not c]
    if c.provider in RESELLERS and (upstream := upstream_at_maker(c.provider, c.model_id, models)):
        found.append(upstream)
    return found


def _behind(alias: Lifecycle, models: Models) -> list[Lifecycle]:
    """The other models that an alias may point at; none for a model that is no alias."""
    snapshots = models.snapshots(alias)
    return [s for s in snapshots if s.model_id.casefold() != alias.model_id.casefold()] if snapshots else []
