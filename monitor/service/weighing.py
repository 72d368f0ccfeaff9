"""How often pins are used, by the usage that was taken in; and pins to propose for what nobody pinned."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from monitor.core.alerts import Place
from monitor.core.lifecycle import Lifecycle, Status, status_on
from monitor.core.models import Models
from monitor.core.references import Reference, parse
from monitor.imports.uses import total
from monitor.service.app import Service
from monitor.service.known import Known, known
from monitor.service.using import SPAN, Figures
from monitor.store import registry, usage
from monitor.store.engine import Session, reading
from monitor.store.registry import PinRow
from monitor.store.usage import UsageRow

if TYPE_CHECKING:  # a check proposes nothing
    from monitor.service.importing import Plan

_ENDING = frozenset({Status.DEPRECATED, Status.RETIRED})
PLACE = "usage"  # the location of a pin that was proposed


def weights(
    pins: Iterable[tuple[str, Reference]], used: Iterable[UsageRow], models: Models, today: date
) -> tuple[dict[tuple[str, Reference], Figures], list[UsageRow]]:
    """The figures of each pin (project, reference), and the rows that no pin of their project accounts for.

    A row is the pin's of the same id, or of a bare pin of that id; or else of the alias that its snapshot belongs to:
    OpenAI reports snapshots though an alias was asked for. A snapshot that ends before its alias, as it stands `today`
    (UTC), is no alias's: whoever pins the alias alone would not be told. Figures of several rows are added.
    """
    exact: defaultdict[tuple[str, str | None, str], list[Reference]] = defaultdict(list)
    behind: defaultdict[tuple[str, str | None, str], list[Reference]] = defaultdict(list)
    for project, reference in dict.fromkeys(pins):
        exact[project, *reference.key].append(reference)
        for provider, snapshot in _snapshots(reference, models, today):
            behind[project, provider, snapshot].append(reference)
    found: dict[tuple[str, Reference], Figures] = {}
    left = []
    for row in used:
        key = (row.project, *parse(row.reference).key)
        theirs = exact.get(key, []) + exact.get((key[0], None, key[2]), []) or behind.get(key)
        for reference in theirs or ():
            requests, tokens = found.get((row.project, reference), (None, None))
            found[row.project, reference] = (total((requests, row.requests)), total((tokens, row.tokens)))
        if not theirs:
            left.append(row)
    return found, left


def weighed(session: Session, pins: Sequence[PinRow], view: Known) -> Known:
    """The view with the figures of these pins."""
    rows = usage.after(session, view.now.date() - SPAN) if pins else []
    if not rows:
        return view
    read = {(pin.project, pin.reference): parse(pin.reference, providers=view.providers) for pin in pins}
    asked = ((project, reference) for (project, _), reference in read.items())
    figures, _ = weights(asked, rows, view.models, view.now.date())
    used: dict[tuple[str | None, str], Figures] = {
        key: figures[key[0], reference] for key, reference in read.items() if (key[0], reference) in figures
    }
    return replace(view, used=used)


def proposals(service: Service, project: str | None = None) -> list[UsageRow]:
    """What was used in the last 30 days and no pin of its project accounts for, the most used of a project first."""
    now = service.clock.now()
    with reading(service.engine) as session:
        rows = usage.after(session, now.date() - SPAN, project=project)
        if not rows:
            return []
        view = known(session, service, now)
        pins = registry.pins(session, project=project)
    asked = ((pin.project, parse(pin.reference, providers=view.providers)) for pin in pins)
    return [row for row in weights(asked, rows, view.models, now.date())[1] if row.requests or row.tokens]


def as_plan(project: str, proposed: Iterable[UsageRow]) -> Plan:
    """The proposals for a project as pins to register, see `importing.write`."""
    from monitor.service.importing import Plan  # noqa: PLC0415 (see above)

    return Plan(project, new=[Place(row.reference, None, PLACE) for row in proposed if row.project == project])


def _snapshots(reference: Reference, models: Models, today: date) -> set[tuple[str, str]]:
    """The snapshots, by provider and id, whose use may be that of an alias, and whose end that of the alias tells."""
    providers = (reference.provider,) if reference.provider else models.providers_of(reference.model_id)
    known = [alias for provider in providers if (alias := models.get(provider, reference.model_id))]
    return {
        (c.provider, c.model_id.casefold())
        for alias in known
        for c in models.snapshots(alias)
        if status_on(c, today) not in _ENDING or _ends_first(alias, c)
    }


def _ends_first(alias: Lifecycle, snapshot: Lifecycle) -> bool:
    """Whether an alias ends no later than one of its snapshots; one without a day does not."""
    return (alias.shutdown_on or date.max) <= (snapshot.shutdown_on or date.min)
