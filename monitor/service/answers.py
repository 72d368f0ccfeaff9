"""The JSON shapes that the command line and the HTTP interface share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import TYPE_CHECKING, Any

from monitor.core.alerts import Evidence, Suggestion
from monitor.core.changes import Change
from monitor.core.coverage import Coverage
from monitor.core.decisions import Decision, DecisionKind, migration
from monitor.core.findings import Finding
from monitor.core.lifecycle import Lifecycle, status_on
from monitor.core.parameters import to_leave_out
from monitor.core.specs import ModelSpecs
from monitor.notify.figures import comparison, cost, cost_line
from monitor.service.checking import Checked
from monitor.service.known import Known

if TYPE_CHECKING:  # a check without a database loads none
    from monitor.service.poll import SourceReport
    from monitor.store.states import SourceState

Json = dict[str, Any]


def of_poll(today: date, reports: Sequence[SourceReport], alerts_queued: int) -> Json:
    """One round of polling."""
    return {
        "today": today.isoformat(),
        "sources": [
            {
                "id": r.id,
                "outcome": r.outcome.value,
                "facts": r.facts,
                "changes": len(r.changes),
                "reason": r.reason or None,
                "document_sha256": r.document_sha256,
            }
            for r in reports
        ],
        "changes": [of_change(c) for r in reports for c in r.changes],
        "alerts_queued": alerts_queued,
    }


def of_change(change: Change) -> Json:
    """One change, with the row that proves it."""
    return {
        "kind": change.kind.value,
        "provider": change.provider,
        "model_id": change.model_id,
        "before": change.before,
        "after": change.after,
        "effective_on": _day(change.effective_on),
        "quote": change.quote,
        "url": change.url,
    }


def of_lifecycle(c: Lifecycle, known: Known) -> Json:
    """One model: its status today, the merged dates, and every fact behind them."""
    evidence, told = known.evidence(c), known.naming(c)
    return {
        "provider": c.provider,
        "model_id": c.model_id,
        "alias_of": c.alias_of,
        "display_name": c.display_name,
        "version": c.scope.version,
        "deployment": c.scope.deployment,
        "regions": list(c.scope.regions),
        "status": status_on(c, known.now.date()).value,
        "released_on": _day(c.released_on),
        "legacy_on": _day(c.legacy_on),
        "deprecated_on": _day(c.deprecated_on),
        "shutdown_on": _day(c.shutdown_on),
        "earliest_shutdown_on": _day(c.earliest_shutdown_on),
        "shutdown_words": c.words,
        "extended_access_on": _day(c.extended_access_on),
        "replacements": list(c.replacements),
        "replacement_text": c.replacement_text,
        "redirects_to": c.redirects_to,
        "offer": asdict(c.offer) if c.offer else None,
        "stale": evidence.stale if evidence else True,
        "named_by": list(told.named_by),
        "not_named_by": [{"source_id": w.source_id, "read_at": w.read_at.isoformat()} for w in told.silent],
        "facts": [
            {
                **o.fact.as_json(o.document or None),
                "observed_at": o.last_seen.isoformat(),
                "from_catalog": not o.document,
            }
            for o in c.observations
        ],
    }


def of_check(today: date, checked: Sequence[Checked], known: Known) -> Json:
    """What a check found, one finding for each reference asked, in order.

    `catalog_alone` tells that nothing else has been read, so that even "unknown" rests on the bundled catalog.
    """
    told: dict[tuple[int | None, ...], Json] = {}  # many places share a finding, and all that is said of it
    shared = [
        (id(c.finding), id(c.decision), known.used.get((c.project, c.place.reference), (0, 0))[1]) for c in checked
    ]
    for key, c in zip(shared, checked, strict=True):
        if key not in told:
            told[key] = _finding(c, known)
    return {
        "today": today.isoformat(),
        "catalog_as_of": _day(known.catalog_as_of),
        "catalog_alone": known.is_bundled_alone,
        "findings": [told[key] | _place(c, known) for key, c in zip(shared, checked, strict=True)],
    }


def _place(checked: Checked, known: Known) -> Json:
    """What the finding on one place has of its own."""
    requests, tokens = known.used.get((checked.project, checked.place.reference), (None, None))
    return {
        "project": checked.project,
        "reference": checked.place.reference,
        "environment": checked.place.environment,
        "location": checked.place.location,
        "requests_30d": requests,
        "tokens_30d": tokens,
    }


def _finding(checked: Checked, known: Known) -> Json:
    f, c = checked.finding, checked.finding.lifecycle
    scope = f.match.reference.scope
    evidence = known.evidence(f.risk or c) if c else None
    _, tokens = known.used.get((checked.project, checked.place.reference), (None, None))
    replacements = [of_replacement(s, f, known, tokens=tokens) for s in f.suggestions]
    return {
        **_place(checked, known),
        "provider": f.match.provider,
        "model_id": f.match.reference.model_id,
        "scope": str(scope) or None,
        "version": scope.version,
        "deployment": scope.deployment,
        "regions": list(scope.regions),
        "status": f.status.value,
        "severity": f.severity.value,
        "deprecated_on": _day(c.deprecated_on) if c else None,
        "shutdown_on": _day(c.shutdown_on) if c else None,
        "earliest_shutdown_on": _day(c.earliest_shutdown_on) if c else None,
        "shutdown_words": c.words if c else None,
        "at_risk_on": _day(f.risk.shutdown_on) if f.risk else None,
        "days_left": f.days_left,
        "replacement": replacements[0] if replacements else None,
        "replacements": replacements,
        "replacement_text": c.replacement_text if c else None,
        "at_risk": list(f.at_risk),
        "notes": list(f.notes),
        "nearest": list(checked.nearest),
        **(on_a_pin(checked.decision) if checked.project is not None else {"migration": None, "decision": None}),
        "waived": _waived(checked.decision),
        "coverage": of_coverage(f.coverage) if f.coverage else None,
        "evidence": _evidence(evidence) if evidence else None,
    }


def of_decision(d: Decision) -> Json:
    """What somebody decided about a model that a project pins."""
    return {
        "kind": d.kind.value,
        "until": _day(d.until),
        "owner": d.owner,
        "reason": d.reason or None,
        "by": d.by,
        "at": d.at.isoformat(),
        "status_then": d.status.value,
        "shutdown_on_then": _day(d.shutdown_on),
    }


def on_a_pin(d: Decision | None) -> Json:
    """How far a project is in leaving a pinned model, and what is decided about it."""
    return {"migration": migration(d).value, "decision": of_decision(d) if d else None}


def _waived(d: Decision | None) -> Json | None:
    if d is None or d.kind is not DecisionKind.WAIVED:
        return None
    return {"until": _day(d.until), "reason": f"{d.reason} ({d.by})"}


def of_replacement(s: Suggestion, f: Finding, known: Known, *, tokens: int | None = None) -> Json:
    """One model to move to, and what is different with it; `tokens` is how many the pin used in 30 days."""
    figures = known.models.figures
    before, after = f.specs(figures), figures.of(s.provider, s.model_id)
    lines = comparison(s.provider, f.lifecycle.model_id if f.lifecycle else s.path[0], s.model_id, before, after)
    return {
        "model_id": s.model_id,
        "provider": s.provider,
        "from": s.origin,
        "path": list(s.path),
        "sources": list(s.sources),
        "why": s.why,
        "condition": s.condition,
        "caution": s.caution,
        "leave_out": list(to_leave_out(s)),
        "good_until": _day(s.good_until),
        "good_until_is_floor": s.good_until_is_floor,
        "may_go": s.may_go,
        "price": {"before": _price(before), "after": _price(after), "ratio": _ratio(before, after)},
        "context": {
            "before": before.context_window if before else None,
            "after": after.context_window if after else None,
        },
        "cost_30d": {"before": cost(tokens, before), "after": cost(tokens, after)},
        "details": {"before": _details(before), "after": _details(after)},
        "comparison": [*lines, *filter(None, [cost_line(tokens, before, after)])],
    }


def _price(s: ModelSpecs | None) -> Json | None:
    if s is None:
        return None
    return {
        "input_per_mtok": s.input_per_mtok,
        "output_per_mtok": s.output_per_mtok,
        "currency": "USD",
        "source": s.source,
        "as_of": s.as_of,
    }


def _ratio(before: ModelSpecs | None, after: ModelSpecs | None) -> Json | None:
    """New by old, for each side: 0.5 is half the price."""
    if before is None or after is None:
        return None
    sides = {
        "input": (before.input_per_mtok, after.input_per_mtok),
        "output": (before.output_per_mtok, after.output_per_mtok),
    }
    return {side: round(new / old, 4) if old and new is not None else None for side, (old, new) in sides.items()}


def _details(s: ModelSpecs | None) -> Json | None:
    if s is None:
        return None
    return {
        "max_output": s.max_output,
        "reads": list(s.reads),
        "makes": list(s.makes),
        "endpoint": s.endpoint,
        "tools": s.tools,
        "structured_output": s.structured_output,
        "dimensions": s.dimensions,
        "source": s.details_source,
        "as_of": s.details_as_of,
    }


def _evidence(e: Evidence) -> Json:
    return {
        "url": e.url,
        "quote": e.quote or None,
        "source_id": e.source_id,
        "observed_at": e.observed_at.isoformat(),
        "stale": e.stale,
        "catalog_as_of": _day(e.catalog_as_of),
    }


def of_coverage(c: Coverage) -> Json:
    """Who watches a pin."""
    return {
        "verdict": c.verdict.value,
        "told": str(c),
        "sources": [
            {
                "source_id": w.source_id,
                "read_at": w.read_at.isoformat(),
                "names_it": w.names_it,
                "stale": w.stale,
                "from_catalog": w.bundled,
            }
            for w in c.watchers
        ],
    }


def of_source(state: SourceState) -> Json:
    """How one source stands."""
    return {
        "id": state.id,
        "state": state.state.value,
        "reason": state.reason or None,
        "since": state.since.isoformat(),
        "last_polled_at": state.last_polled_at.isoformat() if state.last_polled_at else None,
        "last_good_at": state.last_good_at.isoformat() if state.last_good_at else None,
        "failures": state.failures,
        "document_sha256": state.document_sha256,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None
