"""What the file may hold any number of: teams, projects, the pins of a project, and overrides."""

from __future__ import annotations

from collections.abc import Collection
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from monitor.config import values
from monitor.config.section import Section
from monitor.config.values import refused
from monitor.config.ways import GitHub, Hook, PagerDuty, Webhook
from monitor.core.references import Reference, parse
from monitor.core.scoping import scoped
from monitor.errors import InvalidReference


def _reference(text: str) -> str:
    try:
        parse(text)
    except InvalidReference as error:
        raise refused(error.message, error.hint) from None
    return text.strip()


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
    """One model that a project uses: a reference, and optionally where, and in which scope.

    A scope that no reference can say is refused here, or by `reference` where it is a provider of the user's own that
    cannot say it.
    """

    ref: Annotated[str, AfterValidator(_reference)]
    environment: values.Trimmed = ""
    location: values.Trimmed = ""
    region: values.Trimmed = ""
    version: values.Trimmed = ""
    deployment: values.Trimmed = ""

    @model_validator(mode="before")
    @classmethod
    def _text_is_a_reference(cls, value: Any) -> Any:
        return {"ref": value} if isinstance(value, str) else value

    @model_validator(mode="after")
    def _scopes_agree(self) -> Self:
        try:
            self.reference()
        except InvalidReference as error:
            raise refused(error.message, error.hint) from None
        return self

    def reference(self, providers: Collection[str] = ()) -> Reference:
        """The reference, read, with the scope that the pin's own keys give it. Raises InvalidReference."""
        return scoped(
            self.ref, version=self.version, deployment=self.deployment, region=self.region, providers=providers
        )


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
