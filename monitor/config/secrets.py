"""Secrets: read from the environment or from a file that the settings name, at the moment they are needed.

They are never part of the settings tree, so that no repr, dump or answer of ours can hold one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

from monitor.errors import ConfigError

_MAX_BYTES = 64 * 1024


def read(key: str, variable: str, path: str, environ: Mapping[str, str]) -> str | None:
    """The secret of a setting such as "slack.token": from the file if one is named, else from the variable.

    None where the variable is unset or empty. Raises ConfigError for a file that cannot be read or a value that no
    secret has (whitespace or control characters inside); the error never shows the value.
    """
    if path:
        return _usable(f"{key}_file: {path}", _content(f"{key}_file", path))
    value = environ.get(variable, "").strip() if variable else ""
    return _usable(f"{key}_env: the environment variable {variable}", value) if value else None


def passwords(url: str) -> frozenset[str]:
    """The password in a URL, if it has one: as it is written there, and as it is meant."""
    match = re.match(r"[a-z0-9+]+://[^/@:]*:(.+)@", url)
    return frozenset({match[1], unquote(match[1])} if match else ())


def without_password(url: str) -> str:
    """The URL with its password as `***`."""
    return re.sub(r"(://[^/@:]*):.+@", r"\1:***@", url)


def _content(key: str, path: str) -> str:
    try:
        with Path(path).open("rb") as file:
            content = file.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise ConfigError(
                f"{key}: {path} is too large for a secret", hint="name a file that holds the secret alone"
            )
        value = content.decode().strip()
    except UnicodeDecodeError:
        raise ConfigError(f"{key}: {path} is no text", hint="name a file that holds the secret alone") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise ConfigError(f"{key}: cannot read {path!r}: {reason}", hint="make it readable for this user") from None
    if not value:
        raise ConfigError(f"{key}: {path} is empty", hint="write the secret into it")
    return value


def _usable(where: str, value: str) -> str:
    if not re.fullmatch(r"[!-~]+", value):
        raise ConfigError(
            f"{where} holds whitespace or odd characters", hint="it must hold the secret alone, on one line"
        )
    return value
