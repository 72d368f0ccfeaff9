"""The HTTP interface to what people decide: about the models that a project pins, and what to move to instead."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query
from pydantic import BaseModel, ConfigDict, Field

from monitor.core.decisions import DecisionKind
from monitor.core.overrides import Level
from monitor.service import deciding, decision_answers, overriding
from monitor.service.deciding import Wish
from monitor.web.access import Reader, TheService, Writer
from monitor.web.api import AReference, ProjectName

router = APIRouter(prefix="/api/v1", tags=["decisions"])

AModel = Annotated[str, Query(min_length=1, max_length=300)]
AName = Annotated[str, Query(max_length=100)]


class NewDecision(BaseModel):
    """A decision about a pinned model, named by its reference or the number of a pin.

    `until` is the day on which a snooze ends, the planned day, or the last day of a waiver; a snooze may give
    `days_before` the shutdown date instead. A `request_key` makes a request that is sent twice count once.
    """

    model_config = ConfigDict(extra="forbid")

    reference: AReference
    kind: DecisionKind
    until: date | None = None
    days_before: int | None = Field(default=None, ge=1, le=3650)
    owner: str = Field(default="", max_length=100)
    reason: str = Field(default="", max_length=500)
    request_key: str | None = Field(default=None, min_length=1, max_length=200)


class NewOverride(BaseModel):
    """A replacement that a project, a team, or for all the operator states."""

    model_config = ConfigDict(extra="forbid")

    model: AReference
    replacement: AReference
    level: Level = Level.OPERATOR
    name: str = Field(default="", max_length=100)
    reason: str = Field(default="", max_length=500)


@router.get("/projects/{project}/decisions")
def list_decisions(project: ProjectName, service: TheService, _: Reader, *, past: bool = False) -> list[dict[str, Any]]:
    """What is decided about a project's models and in force, newest first; with `past` all that ever was."""
    return [decision_answers.of_entry(entry) for entry in deciding.entries(service, project, whole=past)]


@router.post("/projects/{project}/decisions", status_code=201)
def decide(project: ProjectName, new: NewDecision, service: TheService, who: Writer) -> dict[str, Any]:
    """Decide about a model that the project pins; the same twice is decided once."""
    wish = Wish(new.kind, until=new.until, before=new.days_before, owner=new.owner, reason=new.reason)
    done = deciding.decide(service, project, new.reference, wish, who=who, request_key=new.request_key)
    return decision_answers.of_decision_row(done.row) | {"new": done.new, "warning": done.warning or None}


@router.get("/overrides")
def list_overrides(service: TheService, _: Reader) -> list[dict[str, Any]]:
    """The replacements that are stated, by level, name and model."""
    return [decision_answers.of_override(row) for row in overriding.stated(service)]


@router.post("/overrides", status_code=201)
def state(new: NewOverride, service: TheService, who: Writer) -> dict[Literal["overrides"], list[dict[str, Any]]]:
    """State a replacement; what is stated now."""
    overriding.state(service, new.model, new.replacement, new.level, new.name, reason=new.reason, who=who, owner="api")
    return {"overrides": [decision_answers.of_override(row) for row in overriding.stated(service)]}


@router.delete("/overrides", status_code=204)
def withdraw(service: TheService, who: Writer, model: AModel, level: Level = Level.OPERATOR, name: AName = "") -> None:
    """Withdraw a stated replacement."""
    overriding.withdraw(service, model, level, name, who=who, owner="api")
