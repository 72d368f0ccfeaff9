"""The page of every pinned model with its date: those that are safe, and those of which nobody knows, too."""

from __future__ import annotations

from datetime import date

from fastapi import APIRouter, Depends
from fastapi.responses import HTMLResponse

from monitor.core.alerts import Severity
from monitor.core.decisions import in_words
from monitor.core.findings import Finding
from monitor.notify.foreign import EVERY_PIN
from monitor.service.known import known
from monitor.service.pins import PinnedModel, pinned_models
from monitor.store import registry
from monitor.store.engine import reading
from monitor.web.access import TheService, local
from monitor.web.pages import MOST_ROWS, TEMPLATES

router = APIRouter(include_in_schema=False)

COLUMNS = ("Model", "Date", "Stands", "Team, project", "Where", "Watched")


@router.get(f"/{EVERY_PIN}", dependencies=[Depends(local)])
def pinned(service: TheService) -> HTMLResponse:
    """Every pinned model: the next date first, then those without one, and among them what is not ok first."""
    with reading(service.engine) as session:
        view = known(session, service, service.clock.now())
        found = pinned_models(registry.pins(session), view, service.settings.alerts.lead_days)
    page = TEMPLATES.get_template("pinned.html").render(
        rows=[
            (p, when(p.finding), in_words(p.decision) if p.decision else "")
            for p in sorted(found, key=_order)[:MOST_ROWS]
        ],
        pinned=len(found),
        columns=COLUMNS,
        ok=sum(p.finding.severity is Severity.OK for p in found),
        today=view.now.date(),
    )
    return HTMLResponse(page)


def when(f: Finding) -> str:
    """The date of a model in a few words; of one that no source names, that its date is not known."""
    c = f.lifecycle
    if c is None:
        return "not known"
    if c.shutdown_on:
        return str(c.shutdown_on)
    if f.risk and f.risk.shutdown_on:
        return f"{f.risk.shutdown_on}, by its snapshots"
    return f"not before {c.earliest_shutdown_on}" if c.earliest_shutdown_on else "none stated"


def _order(p: PinnedModel) -> tuple[date, int, str, str, str]:
    c, risk = p.finding.lifecycle, p.finding.risk
    end = (c.shutdown_on if c else None) or (risk.shutdown_on if risk else None) or date.max
    reference = p.finding.match.reference
    return end, list(Severity).index(p.finding.severity), reference.model_id, p.team.name, p.project
