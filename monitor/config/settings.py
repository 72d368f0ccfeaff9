"""Every setting there is: its name, its kind, its default. `config.example.toml` says in words what each does.

An empty text means "not set" throughout, since TOML has no null.
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType
from typing import Annotated, Any, Self

from pydantic import AfterValidator, Field, PlainSerializer, PrivateAttr, model_validator

from monitor.config import secrets, values
from monitor.config.entries import Override, Project, Team
from monitor.config.section import Section
from monitor.config.sources import SourceSettings
from monitor.config.values import refused
from monitor.config.ways import Heartbeat
from monitor.core.references import parse
from monitor.errors import ConfigError, InvalidReference

LEAD_DAYS = (180, 90, 60, 30, 14, 7, 1, 0)


class Database(Section):
    """Where everything is kept."""

    url: Annotated[values.DatabaseUrl, PlainSerializer(secrets.without_password)] = Field(
        default="sqlite:///monitor.db", repr=False, validate_default=True
    )
    url_env: values.Variable = ""

    @model_validator(mode="after")
    def _one_address(self) -> Self:
        if self.url_env and "url" in self.model_fields_set:
            raise refused("has both url and url_env", "keep url_env if the address holds a password, else url")
        return self

    def address(self, environ: Mapping[str, str]) -> str:
        """The database's URL, password included. Raises ConfigError if `url_env` names a variable that is not set."""
        if not self.url_env:
            return self.url
        url = secrets.read("database.url", self.url_env, "", environ)
        if url is None:
            raise ConfigError(f"database.url_env: the environment variable {self.url_env} is not set", hint="export it")
        if url.partition("://")[0] not in values.DATABASES:
            raise ConfigError(
                f"database.url_env: {self.url_env} holds no database that we can use",
                hint="it must be like postgresql+psycopg://user:password@host/name",
            )
        return url


class Fetch(Section):
    """How sources are asked."""

    timeout: values.Timeout = timedelta(seconds=20)
    max_bytes: values.Size = 5 * 2**20
    user_agent: values.Header = "model-deprecation-monitor"
    mirror: values.OptionalUrl = ""


class Schedule(Section):
    """When things are done."""

    pages: values.Duration = timedelta(hours=6)
    lists: values.Duration = timedelta(hours=1)
    digest: values.Weekly = values.WeeklyTime(0, 9, 0)
    timezone: values.Zone = "UTC"


class Alerts(Section):
    """When people are told."""

    lead_days: Annotated[values.LeadDays, Field(min_length=1)] = LEAD_DAYS
    announce_within: values.Duration = timedelta(days=200)
    quiet_hours: values.Quiet = ""
    working_days: values.WorkingDays = ()


class Figures(Section):
    """Where prices, context windows and modalities come from, beside the table that comes with the program."""

    tables: values.ListOf[values.SettingsFile] = ()


class Slack(Section):
    """The Slack channel: a bot token, or an incoming webhook as the simple way."""

    token_env: values.Variable = "SLACK_BOT_TOKEN"  # noqa: S105 - the name of a variable
    token_file: values.SecretFile = ""
    webhook_url_env: values.Variable = "SLACK_WEBHOOK_URL"
    webhook_url_file: values.SecretFile = ""
    signing_secret_env: values.Variable = "SLACK_SIGNING_SECRET"  # noqa: S105 - likewise
    signing_secret_file: values.SecretFile = ""
    app_token_env: values.Variable = "SLACK_APP_TOKEN"  # noqa: S105 - likewise
    app_token_file: values.SecretFile = ""
    api_url: Annotated[values.Url, AfterValidator(lambda url: url.rstrip("/") + "/")] = "https://slack.com/api/"
    default_channel: values.Channel = "#models"
    ops_channel: values.Channel = "#monitor-ops"

    def token(self, environ: Mapping[str, str]) -> str | None:
        """The bot token, if one is set."""
        return secrets.read("slack.token", self.token_env, self.token_file, environ)

    def webhook(self, environ: Mapping[str, str]) -> str | None:
        """The incoming webhook's address, if one is set; it is a secret. Raises ConfigError if it is no address."""
        url = secrets.read("slack.webhook_url", self.webhook_url_env, self.webhook_url_file, environ)
        if url and not url.startswith(("https://", "http://")):
            raise ConfigError(
                f"slack.webhook_url_env: what {self.webhook_url_env or self.webhook_url_file} holds is no web address",
                hint="copy it from Slack whole",
            )
        return url

    def signing_secret(self, environ: Mapping[str, str]) -> str | None:
        """The secret with which Slack signs what it sends us, if one is set."""
        return secrets.read("slack.signing_secret", self.signing_secret_env, self.signing_secret_file, environ)

    def app_token(self, environ: Mapping[str, str]) -> str | None:
        """The app-level token that opens Socket Mode, if one is set. Raises ConfigError for a token of another kind."""
        token = secrets.read("slack.app_token", self.app_token_env, self.app_token_file, environ)
        if token and not token.startswith("xapp-"):
            raise ConfigError(
                f"slack.app_token_env: what {self.app_token_env or self.app_token_file} holds is no app-level token",
                hint="it begins with xapp-, and is made under Basic Information, App-Level Tokens",
            )
        return token

    def hears(self, environ: Mapping[str, str]) -> bool:
        """Whether clicks and commands reach us, by HTTP or by Socket Mode."""
        return self.signing_secret(environ) is not None or self.app_token(environ) is not None


class Email(Section):
    """E-mail over SMTP."""

    smtp_url_env: values.Variable = "MONITOR_SMTP_URL"
    smtp_url_file: values.SecretFile = ""
    sender: values.Mailbox = Field(default="Model Deprecation Monitor <model-monitor@localhost>", alias="from")

    def smtp(self, environ: Mapping[str, str]) -> str | None:
        """The mail server's URL, if one is set: smtp:// or smtps://. Raises ConfigError for another scheme."""
        url = secrets.read("email.smtp_url", self.smtp_url_env, self.smtp_url_file, environ)
        if url and not url.startswith(("smtp://", "smtps://")):
            raise ConfigError(
                "email.smtp_url: the secret is no SMTP address", hint="write smtp://user:password@host:587"
            )
        return url


class Web(Section):
    """The web server of `run`."""

    host: values.Host = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65_535)] = 8080
    public_url: values.OptionalUrl = ""


def _nearest(name: str, teams: Sequence[str]) -> str:
    near = difflib.get_close_matches(name, teams, n=1)
    return f"did you mean {near[0]!r}?" if near else f'add it: [[teams]] name = "{name}"'


def _refuse_repeated_pins(index: int, project: Project, providers: Collection[str]) -> None:
    seen: dict[object, int] = {}
    for number, pin in enumerate(project.pins):
        try:
            reference = pin.reference(providers)
        except InvalidReference as error:
            raise refused(error.message, error.hint, "projects", index, "pins", number) from None
        first = seen.setdefault((reference, pin.environment, pin.location), number)
        if first != number:
            hint = "remove it, or tell them apart by environment or location"
            raise refused(f"is the same pin as pins[{first}]", hint, "projects", index, "pins", number)


def _refuse_repeated_overrides(overrides: Sequence[Override]) -> None:
    seen: dict[object, int] = {}
    for index, override in enumerate(overrides):
        first = seen.setdefault(parse(override.model).key, index)
        if first != index:
            raise refused(f"is about the same model as overrides[{first}]", "remove one", "overrides", index, "model")


@dataclass(frozen=True, slots=True)
class Origin:
    """Which reading of a file settings are from; those that say the same are equal, wherever they were read."""

    digest: str = field(default="", compare=False)


class Settings(Section):
    """All settings. Made by `load`; secrets are read through its sections with the environment, never kept."""

    database: Database = Database()
    fetch: Fetch = Fetch()
    schedule: Schedule = Schedule()
    alerts: Alerts = Alerts()
    figures: Figures = Figures()
    slack: Slack = Slack()
    email: Email = Email()
    web: Web = Web()
    heartbeat: Heartbeat = Heartbeat()
    sources: Annotated[
        Mapping[values.SourceId, SourceSettings], AfterValidator(MappingProxyType), PlainSerializer(dict)
    ] = Field(default_factory=lambda: MappingProxyType({}))
    teams: values.ListOf[Team] = ()
    projects: values.ListOf[Project] = ()
    overrides: values.ListOf[Override] = ()
    _origin: Origin = PrivateAttr(default=Origin())

    @model_validator(mode="after")
    def _names_are_known_and_used_once(self) -> Self:
        teams = [team.name for team in self.teams]
        for key, names in (("teams", teams), ("projects", [project.name for project in self.projects])):
            seen: dict[str, int] = {}
            for index, name in enumerate(names):
                first = seen.setdefault(name.casefold(), index)
                if first != index:
                    raise refused(f"is also the name of {key}[{first}]", "give each its own name", key, index, "name")
        for index, project in enumerate(self.projects):
            if project.team not in teams:
                raise refused("names no team of this file", _nearest(project.team, teams), "projects", index, "team")
            _refuse_repeated_pins(index, project, self.providers)
        _refuse_repeated_overrides(self.overrides)
        return self

    @property
    def digest(self) -> str:
        """What names this reading of its file (see `core.outline`); "" where the settings were read from none."""
        return self._origin.digest

    def read_as(self, digest: str) -> Self:
        """The same, as what one reading of a file came to."""
        read = self.model_copy()
        read._origin = Origin(digest)  # noqa: SLF001 it is one of us
        return read

    @property
    def providers(self) -> frozenset[str]:
        """The providers of the user's own pages and lists, which a pin may name beside the known ones."""
        return frozenset(source_id.partition("/")[0] for source_id, own in self.sources.items() if own.kind)

    def source_key(self, source_id: str, variable: str | None, environ: Mapping[str, str]) -> str | None:
        """The key of a source, or None: from its `api_key_file` or `api_key_env`, else from `variable`."""
        own = self.sources.get(source_id, SourceSettings())
        return secrets.read(
            f'sources."{source_id}".api_key', own.api_key_env or variable or "", own.api_key_file, environ
        )

    def secret_values(self, environ: Mapping[str, str]) -> frozenset[str]:
        """Every secret that these settings lead to, for the log to leave out."""
        slack, smtp, database = self.slack, self.email.smtp(environ), self.database.address(environ)
        found = {slack.token(environ), slack.webhook(environ), slack.signing_secret(environ), slack.app_token(environ)}
        found |= {smtp}
        found |= {self.source_key(source_id, None, environ) for source_id in self.sources}
        found |= {self.heartbeat.url(environ)}
        for team in self.teams:
            ways = (team.slack_webhook, team.webhook, team.microsoft_teams, team.discord, team.pagerduty, team.github)
            found |= {secret for way in ways if way for secret in way.secret_values(environ)}
        return frozenset(filter(None, found)) | secrets.passwords(smtp or "") | secrets.passwords(database)

    def redacted(self) -> dict[str, Any]:
        """All settings as they are in force, in the file's own spelling; a database password is left out."""
        return self.model_dump(mode="json", by_alias=True)
