"""The HTTP interface to a project's pins and findings, /api/v1."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from monitor.core.alerts import Place
from monitor.core.references import parse
from monitor.service import administration, answers
from monitor.service.checking import check
from monitor.service.known import known
from monitor.service.pins import longest_lead
from monitor.service.weighing import weighed
from monitor.store import registry
from monitor.store.engine import reading
from monitor.store.registry import PinRow
from monitor.web.access import Reader, TheService, Writer

router = APIRouter(prefix="/api/v1/projects/{project}", tags=["projects"])

ProjectName = Annotated[str, Path(max_length=100)]


class NewPin(BaseModel):
    """A pin to register: the model reference as the code writes it, and where."""

    model_config = ConfigDict(extra="forbid")

    reference: str = Field(min_length=1, max_length=300, examples=["openai/gpt-4-0314"])
    environment: str | None = Field(default=None, max_length=100, examples=["prod"])
    location: str | None = Field(default=None, max_length=500, examples=["services/rank/llm.py:42"])


class Pin(BaseModel):
    """A registered pin."""

    id: int
    reference: str
    environment: str | None
    location: str | None
    owner: str


@router.get("/pins")
def list_pins(project: ProjectName, service: TheService, _: Reader) -> list[Pin]:
    """The pins of a project."""
    with reading(service.engine) as session:
        registry.project(session, project)
        return [_pin(row) for row in registry.pins(session, project=project)]


@router.post("/pins", status_code=201)
def register_pin(project: ProjectName, new: NewPin, service: TheService, who: Writer) -> Pin:
    """Register a pin; doing it twice changes nothing."""
    place = Place(new.reference, new.environment, new.location)
    return _pin(administration.add_pin(service, project, place, who=who, owner="api"))


@router.delete("/pins/{pin}", status_code=204)
def retire_pin(project: ProjectName, pin: int, service: TheService, who: Writer) -> None:
    """Retire a pin; its history is kept."""
    administration.retire_pin(service, project, pin, who=who)


@router.get("/findings")
def findings(
    project: ProjectName, service: TheService, _: Reader, within: Annotated[int, Query(ge=0, le=3650)] = 90
) -> dict[str, Any]:
    """How every pin of a project stands today; `within` days ahead a shutdown is imminent."""
    with reading(service.engine) as session:
        registry.project(session, project)
        rows = registry.pins(session, project=project)
        view = weighed(session, rows, known(session, service.catalog, service.clock.now()))
    leads = next((row.team.lead_days for row in rows if row.team.lead_days), service.settings.alerts.lead_days)
    asked = [
        (project, Place(r.reference, r.environment, r.location), parse(r.reference, providers=view.providers))
        for r in rows
    ]
    checked = check(asked, view, horizon=longest_lead(leads), within=timedelta(days=within))
    return answers.of_check(view.now.date(), checked, view)


def _pin(row: PinRow) -> Pin:
    return Pin(
        id=row.id,
        reference=row.reference,
        environment=row.environment,
        location=row.location,
        owner=row.owner,
    )
