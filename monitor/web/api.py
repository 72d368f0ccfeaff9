"""The HTTP interface to what is known of models, and to a project's pins and findings, /api/v1."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel, ConfigDict, Field

from monitor.core.alerts import Place
from monitor.service import administration
from monitor.service.app import Service
from monitor.service.gate import MOST_REFERENCES, Here
from monitor.service.known import Known, known
from monitor.service.pins import longest_lead
from monitor.service.weighing import weighed
from monitor.store import registry
from monitor.store.engine import reading
from monitor.store.registry import PinRow
from monitor.web.access import Reader, TheService, Writer

router = APIRouter(prefix="/api/v1/projects/{project}", tags=["projects"])
models = APIRouter(prefix="/api/v1", tags=["models"])

ProjectName = Annotated[str, Path(max_length=100)]
Within = Annotated[int, Query(ge=0, le=3650)]
AReference = Annotated[str, Field(min_length=1, max_length=300)]


class Question(BaseModel):
    """References as code writes them, and how many days ahead a shutdown is imminent."""

    model_config = ConfigDict(extra="forbid")

    references: list[AReference] = Field(max_length=MOST_REFERENCES, examples=[["openai/gpt-4-0314"]])
    within: int = Field(default=90, ge=0, le=3650)


class NewPin(BaseModel):
    """A pin to register: the model reference as the code writes it, and where.

    Version, deployment type and region, where the provider's dates differ by them, become part of the reference.
    """

    model_config = ConfigDict(extra="forbid")

    reference: str = Field(min_length=1, max_length=300, examples=["openai/gpt-4-0314"])
    environment: str | None = Field(default=None, max_length=100, examples=["prod"])
    location: str | None = Field(default=None, max_length=500, examples=["services/rank/llm.py:42"])
    version: str = Field(default="", max_length=500, examples=["2024-05-13"])
    deployment: str = Field(default="", max_length=500, examples=["global standard"])
    region: str = Field(default="", max_length=500, examples=["eu-west-1"])


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
    beside = administration.Beside(new.version, new.deployment, new.region)
    return _pin(administration.add_pin(service, project, place, beside=beside, who=who, owner="api"))


@router.delete("/pins/{pin}", status_code=204)
def retire_pin(project: ProjectName, pin: int, service: TheService, who: Writer) -> None:
    """Retire a pin; its history is kept."""
    administration.retire_pin(service, project, pin, who=who)


@router.get("/findings")
def findings(project: ProjectName, service: TheService, _: Reader, within: Within = 90) -> dict[str, Any]:
    """How every pin of a project stands today; `within` days ahead a shutdown is imminent."""
    return _witness(service, within, project).of_pins(project)


@router.post("/check")
def check_for_project(project: ProjectName, question: Question, service: TheService, _: Reader) -> dict[str, Any]:
    """How references of a project stand today, in order: what it decided about a model counts as for its pins."""
    return _witness(service, question.within, project).of_references(question.references)


@models.get("/check")
def check_pins_or_few(
    service: TheService,
    _: Reader,
    reference: Annotated[list[AReference] | None, Query(max_length=MOST_REFERENCES)] = None,
    within: Within = 90,
) -> dict[str, Any]:
    """How the given references stand today, or without any the pins of all projects."""
    witness = _witness(service, within)
    return witness.of_references(reference) if reference else witness.of_pins(None)


@models.post("/check")
def check_references(question: Question, service: TheService, _: Reader) -> dict[str, Any]:
    """How references stand today, one finding for each, in order; for more of them than an address holds."""
    return _witness(service, question.within).of_references(question.references)


@models.get("/ids")
def model_ids(service: TheService, _: Reader) -> dict[str, list[str]]:
    """Every model id that is known, without provider: what to look for in a tree of files."""
    return {"ids": sorted(_witness(service, 0).ids())}


def _witness(service: Service, within: int, project: str | None = None) -> Here:
    with reading(service.engine) as session:
        rows: Sequence[PinRow] = ()
        if project is not None:
            registry.project(session, project)
            rows = registry.pins(session, project=project)
        view = known(session, service, service.clock.now())

    def pins(named: str | None) -> tuple[Known, list[PinRow]]:
        with reading(service.engine) as session:
            found = registry.pins(session, project=named)
            return weighed(session, found, view), found

    leads = next((row.lead_days for row in rows if row.lead_days), service.settings.alerts.lead_days)
    return Here(view, longest_lead(leads), timedelta(days=within), pins=pins, project=project)


def _pin(row: PinRow) -> Pin:
    return Pin(
        id=row.id,
        reference=row.reference,
        environment=row.environment,
        location=row.location,
        owner=row.owner,
    )
