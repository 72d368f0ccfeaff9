"""The ways out that a team has in tables of its own: where each leads, and what holds its secret."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import AfterValidator, model_validator

from monitor.config import secrets, values
from monitor.config.section import Section
from monitor.config.values import refused
from monitor.errors import ConfigError

ApiUrl = Annotated[values.Url, AfterValidator(lambda url: url.rstrip("/") + "/")]


class Hook(Section):
    """A channel of Slack, Microsoft Teams or Discord: its webhook's address, which is a secret."""

    url_env: values.Variable = ""
    url_file: values.SecretFile = ""

    @model_validator(mode="after")
    def _leads_somewhere(self) -> Self:
        if not (self.url_env or self.url_file):
            raise refused("has no address", "add url_env, the name of the variable that holds it, or url_file")
        return self

    def url(self, environ: Mapping[str, str]) -> str | None:
        """The address, None where its variable is not set. Raises ConfigError if it is no web address."""
        url = secrets.read("teams.url", self.url_env, self.url_file, environ)
        if url and not url.startswith(("https://", "http://")):
            raise ConfigError(
                f"teams: what {self.url_env or self.url_file} holds is no web address", hint="copy it again, whole"
            )
        return url

    def secret_values(self, environ: Mapping[str, str]) -> set[str | None]:
        """What the log must never show."""
        return {self.url(environ)}


class Webhook(Hook):
    """A receiver of the team's own; what it is sent is signed."""

    secret_env: values.Variable = ""
    secret_file: values.SecretFile = ""
    private: bool = False

    @model_validator(mode="after")
    def _signs(self) -> Self:
        if not (self.secret_env or self.secret_file):
            raise refused("has no secret", "add secret_env or secret_file: the receiver checks the signature with it")
        return self

    def secret(self, environ: Mapping[str, str]) -> str | None:
        """What messages are signed with, if it is set."""
        return secrets.read("teams.webhook.secret", self.secret_env, self.secret_file, environ)

    def secret_values(self, environ: Mapping[str, str]) -> set[str | None]:
        """What the log must never show."""
        return {self.url(environ), self.secret(environ)}


class PagerDuty(Section):
    """A service of PagerDuty, by the key of its Events API v2 integration."""

    key_env: values.Variable = ""
    key_file: values.SecretFile = ""
    api_url: ApiUrl = "https://events.pagerduty.com/"

    @model_validator(mode="after")
    def _has_a_key(self) -> Self:
        if not (self.key_env or self.key_file):
            raise refused("has no key", "add key_env, the name of the variable that holds it, or key_file")
        return self

    def key(self, environ: Mapping[str, str]) -> str | None:
        """The integration's key, if it is set."""
        return secrets.read("teams.pagerduty.key", self.key_env, self.key_file, environ)

    def secret_values(self, environ: Mapping[str, str]) -> set[str | None]:
        """What the log must never show."""
        return {self.key(environ)}


class GitHub(Section):
    """Issues in the repositories of the team's projects, or in one for those that have none on GitHub."""

    token_env: values.Variable = ""
    token_file: values.SecretFile = ""
    repository: values.Repository = ""
    api_url: ApiUrl = "https://api.github.com/"

    @model_validator(mode="after")
    def _has_a_token(self) -> Self:
        if not (self.token_env or self.token_file):
            raise refused("has no token", "add token_env, the name of the variable that holds it, or token_file")
        return self

    def token(self, environ: Mapping[str, str]) -> str | None:
        """The token, if it is set."""
        return secrets.read("teams.github.token", self.token_env, self.token_file, environ)

    def secret_values(self, environ: Mapping[str, str]) -> set[str | None]:
        """What the log must never show."""
        return {self.token(environ)}


class Heartbeat(Section):
    """An address outside that is asked as long as all is well, and that raises the alarm when it is not."""

    url_env: values.Variable = ""
    url_file: values.SecretFile = ""

    def url(self, environ: Mapping[str, str]) -> str | None:
        """The address, if one is set; it is a secret. Raises ConfigError if it is no web address."""
        url = secrets.read("heartbeat.url", self.url_env, self.url_file, environ)
        if url and not url.startswith(("https://", "http://")):
            raise ConfigError("heartbeat.url_env: what it names is no web address", hint="copy it again, whole")
        return url
