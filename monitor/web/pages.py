"""The pages: what is at risk, and whether the service itself is well."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from importlib import resources
from typing import Any

from fastapi import APIRouter, Depends, Response
from fastapi.responses import HTMLResponse, JSONResponse
from jinja2 import Environment, PackageLoader, select_autoescape
from markupsafe import Markup

from monitor.core.alerts import Evidence, Severity, Suggestion
from monitor.core.cautions import said_once
from monitor.core.decisions import in_words
from monitor.core.findings import Finding
from monitor.core.freshness import bundled
from monitor.core.parameters import leave_out
from monitor.core.watch import cause, grouped, in_lines
from monitor.feeds.wording import about
from monitor.notify.figures import figures_beside
from monitor.notify.wording import away, sentence
from monitor.service.digest import unwell
from monitor.service.known import Known, known
from monitor.service.pins import PinnedModel, nearest, oldest_bundled, pinned_models
from monitor.service.unheard import UNWATCHED
from monitor.service.watch import troubles
from monitor.store import registry
from monitor.store.engine import reading
from monitor.web.access import TheService, local

router = APIRouter(include_in_schema=False)

ORDER = list(Severity)
COLUMNS = ("Model", "When", "Team, project", "Where", "Move to", "Evidence")
MOST_ROWS = 1_000  # a page of more is no longer read, and slow to open


def _link(url: str) -> str:
    """An address that may stand in a link: https only, since it comes from a provider's page or the settings."""
    return url if url.startswith("https://") else ""


def _breakable(path: str) -> Markup:
    """A path or a model's id that may be broken after its slashes, and nowhere else while a line can hold its end."""
    *folders, last = path.split("/")
    before = Markup("").join(Markup("{}/<wbr>").format(folder) for folder in folders)
    return before + Markup('<span class="whole">{}</span>').format(last)


def _environment() -> Environment:
    templates = Environment(
        loader=PackageLoader("monitor.web"), autoescape=select_autoescape(["html"]), trim_blocks=True
    )
    templates.filters["link"] = _link
    templates.filters["breakable"] = _breakable
    return templates


TEMPLATES = _environment()
STYLE = (resources.files("monitor.web") / "static" / "page.css").read_text("utf-8")


@router.get("/", dependencies=[Depends(local)])
def at_risk(service: TheService) -> HTMLResponse:
    """Every pinned model that is not well, the most urgent first, and how fresh the facts are."""
    with reading(service.engine) as session:
        view = known(session, service, service.clock.now())
        pinned = pinned_models(registry.pins(session), view, service.settings.alerts.lead_days)
    pinned.sort(key=_urgency)
    troubled = [p for p in pinned if p.finding.severity not in {Severity.OK, *UNWATCHED}]
    nobodys = [p for p in pinned if p.finding.severity in UNWATCHED]
    page = TEMPLATES.get_template("at_risk.html").render(
        rows=[_row(p, view) for p in troubled[:MOST_ROWS]],
        troubled=len(troubled),
        unwatched=[
            (p, nearest(p.finding.match.reference, view), in_words(p.decision) if p.decision else "")
            for p in nobodys[:MOST_ROWS]
        ],
        nobodys=len(nobodys),
        columns=COLUMNS,
        alarms=in_lines([t for t in troubles(service) if t.stops_heartbeat]),
        pinned=len(pinned),
        teams=sorted({p.team.name for p in pinned}),
        sources=sum(1 for s in view.states.values() if s.last_good_at),
        read_at=min((s.last_good_at for s in view.states.values() if s.last_good_at), default=None),
        unwell=grouped(unwell(view)),
        cause=cause,
        catalog=bundled(oldest, view.now.date()) if (oldest := oldest_bundled(pinned, view)) else "",
        today=view.now.date(),
        about=about,
        away=away,
    )
    return HTMLResponse(page)


@router.get("/static/page.css")
def style() -> Response:
    """The one style sheet."""
    return Response(STYLE, media_type="text/css")


@router.get("/healthz")
def health(service: TheService) -> JSONResponse:
    """200 while the database answers: the process is alive. `healthy` is as `model-monitor health` has it."""
    return JSONResponse({"status": "ok", "healthy": not any(t.stops_heartbeat for t in troubles(service))})


def _evidence(p: PinnedModel, view: Known) -> Evidence | None:
    proving = p.finding.risk or p.finding.lifecycle
    return view.evidence(proving) if proving else None


def _row(p: PinnedModel, view: Known) -> dict[str, Any]:
    decided = in_words(p.decision) if p.decision else ""
    finding = replace(p.finding, notes=tuple(note for note in p.finding.notes if note != decided))
    of_each, suggestions = said_once(finding.suggestions)
    return {
        "severity": finding.severity,
        "pinned": p,
        "finding": finding,
        "moves": [(s, _figures(s, finding, view)) for s in suggestions],
        "of_each": of_each,
        "evidence": _evidence(p, view),
        "decision": decided,
    }


def _figures(s: Suggestion, f: Finding, view: Known) -> list[str]:
    """What changes with a model to move to, in short: price, context window, what requests must leave out."""
    old, new = f.specs(view.models.figures), view.models.figures.of(s.provider, s.model_id)
    return [line for line in (figures_beside(old, new), sentence(leave_out(s))) if line]


def _urgency(p: PinnedModel) -> tuple[int, date, str, str]:
    c = p.finding.lifecycle
    shutdown = c.shutdown_on if c and c.shutdown_on else date.max
    return ORDER.index(p.finding.severity), shutdown, p.project, p.finding.match.reference.model_id
