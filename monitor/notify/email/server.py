"""The address of a mail server, as configured: smtp://user:password@host:port?starttls=required."""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, unquote, urlsplit

from monitor.errors import ConfigError
from monitor.notify.foreign import HOST

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
FORM = "write it as smtp://user:password@host:587 or smtps://user:password@host:465"


class StartTls(enum.StrEnum):
    """Whether a conversation in clear is turned into an encrypted one."""

    REQUIRED = "required"
    OFFERED = "offered"  # only if the server offers it
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and how to sign in to it."""

    host: str
    port: int
    implicit_tls: bool
    starttls: StartTls
    user: str = field(default="", repr=False)
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> Server:
        """Read the address; user and password percent-encoded. Raises ConfigError, which never repeats it.

        `smtps` is encrypted from the start (port 465). `smtp` (port 587 with a user, else 25) takes
        `starttls=required`, the default with a user, `offered`, the default without, or `never`. A password never
        goes over the network in clear.
        """
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
            options = dict(parse_qsl(parts.query, strict_parsing=bool(parts.query)))
            user, password = unquote(parts.username or ""), unquote(parts.password or "")
            chosen = StartTls(options.pop("starttls", "required" if user else "offered"))
        except ValueError:
            raise ConfigError("the SMTP address cannot be read", hint=FORM) from None
        if not (user + password).isascii():
            raise ConfigError("the user or password of the SMTP address has signs beyond ASCII")
        named = HOST.fullmatch(host) is not None or host == "::1"
        if parts.scheme not in {"smtp", "smtps"} or not named or options or parts.path.strip("/") or parts.fragment:
            raise ConfigError("the SMTP address cannot be read", hint=FORM)
        tls = parts.scheme == "smtps"
        if user and not tls and chosen is not StartTls.REQUIRED and host not in LOOPBACK:
            raise ConfigError("the SMTP address would send its password in clear", hint="use starttls=required")
        default = 465 if tls else 587 if user else 25
        return cls(host, port or default, tls, StartTls.NEVER if tls else chosen, user, password)
