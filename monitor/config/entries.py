"""What the file may hold any number of: teams, projects, the pins of a project, and overrides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from monitor.config import values
from monitor.config.section import Section
from monitor.config.values import refused
from monitor.config.ways import GitHub, Hook, PagerDuty, Webhook
from monitor.core.facts import Scope
from monitor.core.references import Reference, covers, parse
from monitor.errors import InvalidReference


def _reference(text: str) -> str:
    try:
        parse(text)
    except InvalidReference as error:
        raise refused(error.message, error.hint) from None
    return text


class Team(Section):
    """Who is told, where and when. What is empty is as in the schedule and the alerts.

    `digest` says where the weekly digest goes: to the team's addresses, to its Slack channel, or to both. The tables at
    the end are ways out of its own; they exist in the file only, since each rests on a secret. `slack_webhook` stands
    for the Slack channel, the others are further ones.
    """

    name: values.Name
    slack_channel: values.Channel = ""
    emails: values.ListOf[values.Address] = ()
    timezone: values.OptionalZone = ""
    digest: Annotated[values.ListOf[Literal["email", "slack"]], Field(min_length=1)] = ("email",)
    lead_days: values.LeadDays = ()
    announce_within: values.OptionalDuration = None
    quiet_hours: values.Quiet = ""
    working_days: values.WorkingDays = ()
    slack_webhook: Hook | None = None
    webhook: Webhook | None = None
    microsoft_teams: Hook | None = None
    discord: Hook | None = None
    pagerduty: PagerDuty | None = None
    github: GitHub | None = None


class Pin(Section):
    """One model that a project uses: a reference, and optionally where, and in which scope."""

    ref: Annotated[str, AfterValidator(_reference)]
    environment: values.Line = ""
    location: values.Line = ""
    region: values.Line = ""
    version: values.Line = ""
    deployment: values.Line = ""

    @model_validator(mode="before")
    @classmethod
    def _text_is_a_reference(cls, value: Any) -> Any:
        return {"ref": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _scopes_agree(self) -> Self:
        written = parse(self.ref).scope
        for region in written.regions if self.region else ():
            if region != self.region and not covers(region, self.region):
                raise refused(f"has region = {self.region!r}, and its ref says {region!r}", "remove one of them")
        return self

    def reference(self, providers: Collection[str] = ()) -> Reference:
        """The reference, read, with the scope that the pin's own keys give it."""
        read = parse(self.ref, providers=providers)
        scope = Scope(
            version=self.version or read.scope.version,
            deployment=self.deployment or read.scope.deployment,
            regions=(self.region,) if self.region else read.scope.regions,
        )
        return replace(read, scope=scope)


class Project(Section):
    """Something that uses models, and the team that looks after it."""

    name: values.Name
    team: values.Name
    repository: values.Line = ""
    lead_days: values.LeadDays = ()
    pins: values.ListOf[Pin] = ()


class Override(Section):
    """What the operator says to move to instead of a model, for all teams; both are references."""

    model: Annotated[str, AfterValidator(_reference)]
    replacement: Annotated[str, AfterValidator(_reference)]
    reason: values.Line = ""

    @model_validator(mode="after")
    def _two_models(self) -> Self:
        if parse(self.model).key == parse(self.replacement).key:
            raise refused(f"replaces {self.model} by itself", "name another model")
        return self
