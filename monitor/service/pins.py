"""Every pin with what is known of it: the common ground of alerts, digests, checks and pages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, TypeVar

from monitor.core.alerts import Alert, AlertKind, Place, Suggestion
from monitor.core.decisions import Decision, DecisionKind, in_words
from monitor.core.findings import Finding, covered, find
from monitor.core.freshness import rests_on
from monitor.core.matching import Match, match
from monitor.core.pinned import PinIndex
from monitor.core.prefixes import MAKERS
from monitor.core.references import Reference, parse
from monitor.core.urgency import stage
from monitor.service.known import Known

if TYPE_CHECKING:  # a check without a database loads none
    from monitor.store.registry import PinRow, TeamRow

P = TypeVar("P")

ALIKE = 75  # how near an id must be to be suggested, of 100
SOON = timedelta(days=90)  # how far ahead a shutdown date is imminent unless the caller says otherwise


@dataclass(frozen=True, slots=True)
class PinnedModel:
    """One model that a project pins, at all its places, how it stands, and what is decided about it, if anything.

    The places in production come first, those in development last.
    """

    project: str
    project_id: int
    team: TeamRow
    lead_days: tuple[int, ...]
    places: tuple[Place, ...]
    finding: Finding
    decision: Decision | None = None

    @property
    def key(self) -> tuple[int, str, str, str]:
        """Project, provider, model id and scope: what a project is told about."""
        return (self.project_id, *self.finding.match.key)


def pinned_models(
    pins: Iterable[PinRow], known: Known, lead_days: tuple[int, ...], *, within: timedelta = SOON
) -> list[PinnedModel]:
    """The pinned models of all projects; the same model at several places of a project is one.

    `lead_days` are those of projects that have none of their own or of their team.
    """
    groups: defaultdict[tuple[int, str, str, str], list[tuple[PinRow, Finding]]] = defaultdict(list)
    index = PinIndex(pins, attrgetter("reference"), known.providers)
    for found, of_text in index.matched(known.models, known.covered):
        judged: dict[timedelta, Finding] = {}
        for pin in of_text:
            horizon = longest_lead(pin.lead_days or lead_days)
            if (finding := judged.get(horizon)) is None:
                finding = judged[horizon] = _judged(found, known, horizon=horizon, within=within)
            groups[pin.project_id, *finding.match.key].append((pin, finding))
    return [_pinned(group, known, group[0][0].lead_days or lead_days) for group in groups.values()]


def _pinned(group: Sequence[tuple[PinRow, Finding]], known: Known, lead_days: tuple[int, ...]) -> PinnedModel:
    first, found = group[0]
    today, horizon = known.now.date(), longest_lead(lead_days)
    places = (Place(pin.reference, pin.environment, pin.location) for pin, _ in group)
    finding, decision = known.decided.over(first.project, found, known.models, today=today, horizon=horizon)
    return PinnedModel(
        project=first.project,
        project_id=first.project_id,
        team=first.team,
        lead_days=lead_days,
        places=tuple(sorted(places, key=lambda place: stage([place]))),
        finding=finding,
        decision=decision,
    )


def look(reference: Reference, known: Known, *, horizon: timedelta, within: timedelta = SOON) -> Finding:
    """How one reference stands now."""
    found = match(reference, known.models, known.covered)
    return _judged(found, known, horizon=horizon, within=within)


def look_at_all(
    asked: Iterable[P], written: Callable[[P], str], known: Known, *, horizon: timedelta, within: timedelta
) -> Iterator[tuple[Finding, tuple[P, ...]]]:
    """How references stand now, each text with all that was asked of it. Raises InvalidReference at once."""
    index = PinIndex(asked, written, known.providers)
    for found, of_text in index.matched(known.models, known.covered):
        yield _judged(found, known, horizon=horizon, within=within), of_text


def oldest_bundled(pinned: Iterable[PinnedModel], known: Known) -> date | None:
    """The oldest day of the bundled catalog that anything said of these models rests on; None where nothing does."""
    return min(filter(None, (_rests_on(p.finding, known) for p in pinned)), default=None)


def _rests_on(f: Finding, known: Known) -> date | None:
    proving = f.risk or f.lifecycle
    return rests_on(known.evidence(proving) if proving else None, f.coverage.watchers if f.coverage else ())


def _judged(found: Match, known: Known, *, horizon: timedelta, within: timedelta) -> Finding:
    finding = find(found, known.models, today=known.now.date(), horizon=horizon, within=within)
    return covered(finding, known.coverage(found))


def findings(references: Iterable[str], known: Known) -> dict[str, Finding]:
    """How each of these references stands now, and who watches it, as they are written."""
    looked = look_at_all(references, str, known, horizon=SOON, within=SOON)
    return {text: finding for finding, texts in looked for text in texts}


def longest_lead(lead_days: tuple[int, ...]) -> timedelta:
    """How long a replacement must be good for: the longest of the lead days."""
    return timedelta(days=max(lead_days, default=0))


def nearest(reference: Reference, known: Known) -> tuple[str, ...]:
    """At most three known ids that an unknown one may have meant, nearest first, as references.

    One of Azure with a colon before its version means what is written with an @, if that is known. An id of which only
    the begin is known has none.
    Without a provider those of all are looked at, the makers' own first where several have an id, and a text with a
    slash may be a mistyped provider before an id.
    """
    from rapidfuzz import fuzz, process  # noqa: PLC0415 (only an unknown id costs its import)

    if reference.is_open:
        return ()
    if meant := _versioned(reference, known):
        return (meant,)
    providers = (
        [reference.provider] if reference.provider else sorted(known.covered, key=lambda p: (p not in MAKERS, p))
    )
    wanted, spelled = reference.model_id.casefold(), dict[str, str]()
    for provider in providers:
        for model_id in known.models.ids(provider):
            whole = f"{provider}/{model_id}"
            spelled.setdefault(model_id.casefold(), whole)
            if reference.provider is None and "/" in wanted:
                spelled.setdefault(whole.casefold(), whole)
    spelled.pop(wanted, None)  # it is known itself, if not for the pin's scope
    found = process.extract(wanted, list(spelled), scorer=fuzz.ratio, score_cutoff=ALIKE, limit=6)
    return tuple(dict.fromkeys(spelled[text] for text, _, _ in found))[:3]


def _versioned(reference: Reference, known: Known) -> str | None:
    """What `azure/gpt-4o:2024-05-13` means."""
    name, _, version = reference.model_id.partition(":")
    if reference.provider != "azure" or not (name and version):
        return None
    meant = str(replace(reference, model_id=name, scope=replace(reference.scope, version=version)))
    return meant if match(parse(meant), known.models, known.covered).lifecycle else None


def alert(pinned: PinnedModel, kind: AlertKind, known: Known) -> Alert:
    """What a project is told of a pinned model, with its evidence, replacements, prices and context windows."""
    used = (known.used.get((pinned.project, place.reference), (None, None))[1] for place in pinned.places)
    tokens = max(filter(None, used), default=None)  # spellings of one model share its figures
    told = alert_of(pinned.finding, kind, known, project=pinned.project, places=pinned.places)
    if pinned.decision and pinned.decision.kind is DecisionKind.WAIVED:  # other decisions are notes of the finding
        told = replace(told, note="; ".join(filter(None, (in_words(pinned.decision), told.note))))
    return replace(told, tokens=tokens)


def alert_of(
    finding: Finding, kind: AlertKind, known: Known, *, project: str = "", places: tuple[Place, ...] = ()
) -> Alert:
    """The same of any finding: nobody need pin the model."""
    c = finding.lifecycle
    provider = finding.match.provider or ""
    shutdown, risk = (c.shutdown_on if c else None), finding.risk
    parts = (
        project,
        provider,
        finding.match.reference.model_id,
        finding.match.key[2],
        kind,
        shutdown or (risk and risk.shutdown_on),
        known.now.date(),
    )
    return Alert(
        dedup_key=":".join(str(part) for part in parts),
        kind=kind,
        severity=finding.severity,
        provider=provider,
        model_id=finding.match.reference.model_id,
        status=finding.status,
        places=places,
        scope=finding.match.key[2],
        upstream=c.provider if c and c is finding.match.upstream else None,
        shutdown_on=shutdown,
        risk_on=risk.shutdown_on if risk else None,
        days_left=None if risk else finding.days_left,
        deprecated_on=c.deprecated_on if c else None,
        redirects_to=c.redirects_to if c else None,
        replacement_text=c.replacement_text if c else None,
        suggestions=tuple(with_specs(s, known) for s in finding.suggestions),
        at_risk=finding.at_risk,
        specs=finding.specs(known.models.figures),
        evidence=known.evidence(risk or c) if c else None,
        note="; ".join(finding.notes) or None,
    )


def with_specs(suggestion: Suggestion, known: Known) -> Suggestion:
    """The suggestion with its prices and context window, where they are known."""
    return replace(suggestion, specs=known.models.figures.of(suggestion.provider, suggestion.model_id))
