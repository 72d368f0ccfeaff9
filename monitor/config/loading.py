"""Find the file, read it, and say in one line what is wrong with it."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from monitor import __version__
from monitor.config import problems
from monitor.config.problems import Problem
from monitor.config.settings import Settings
from monitor.core.outline import digest
from monitor.errors import ConfigError

DEFAULT = Path("config.toml")
VARIABLE = "MONITOR_CONFIG"

MOST_TOLD = 10  # of what is wrong in one file

_MAX_BYTES = 1024 * 1024


def load(path: Path | None, environ: Mapping[str, str]) -> Settings:
    """Read the settings from `path`, else from the file that MONITOR_CONFIG names, else from ./config.toml.

    Raises ConfigError, one line with file and key, for a file that is missing or wrong in any way, with a note for each
    thing more that is wrong; for a file of a secret that cannot be read, and for a database address that is taken from
    a variable which is not set.
    """
    file, asked = _find(path, environ)
    content = _content(file, asked)
    raw = _read(file, content)
    try:
        # an empty [database] has its default read as if it were written, beside the file
        settings = Settings.model_validate({"database": {}, **raw}, context={"folder": file.absolute().parent})
    except ValidationError as error:
        raise _refusal(file, problems.all_problems(error, raw)) from None
    try:
        settings.secret_values(environ)  # a secret that cannot be read is known now, and not at the first alert
    except ConfigError as error:
        raise ConfigError(f"{file}: {error.message}", hint=error.hint) from None
    zone = settings.schedule.timezone
    teams = tuple(team.model_copy(update={"timezone": team.timezone or zone}) for team in settings.teams)
    told = digest(__version__, str(file.absolute()), content)
    return settings.model_copy(update={"teams": teams}).read_as(told)


def _refusal(file: Path, found: Sequence[Problem]) -> ConfigError:
    """The error of the first problem; its notes are the lines of the others."""
    refusal = ConfigError(f"{file}: {found[0]}", hint=found[0].hint)
    for problem in found[1:MOST_TOLD]:
        refusal.add_note(f"{file}: {problem}: {problem.hint}")
    if len(found) > MOST_TOLD:
        refusal.add_note(f"{file}: and {len(found) - MOST_TOLD} more")
    return refusal


def _find(path: Path | None, environ: Mapping[str, str]) -> tuple[Path, str]:
    """The file to read, and what to do if it is not there."""
    if path is not None:
        return path, "check the path after --config"
    if named := environ.get(VARIABLE):
        return Path(named), f"check the environment variable {VARIABLE}"
    return DEFAULT, f"copy config.example.toml to {DEFAULT}, or name a file with --config or {VARIABLE}"


def _content(file: Path, hint: str) -> bytes:
    try:
        with file.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
    except FileNotFoundError:
        raise ConfigError(f"{file}: there is no such file", hint=hint) from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "it cannot be opened"
        raise ConfigError(f"{file}: cannot be read: {reason}", hint=hint) from None
    if len(content) > _MAX_BYTES:
        raise ConfigError(f"{file}: is larger than 1 MiB", hint=hint)
    return content


def _read(file: Path, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode())
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise ConfigError(f"{file}: line {line} is not in UTF-8", hint="save the file as UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{file}: {_malformed(str(error), content)}", hint="see config.example.toml") from None
    except (RecursionError, ValueError):  # nested too deep; a number of thousands of digits
        raise ConfigError(f"{file}: cannot be read as TOML", hint="see config.example.toml") from None


def _malformed(message: str, content: bytes) -> str:
    """The message of tomllib with the line in front: "line 3, column 5: Invalid value"."""
    match = re.fullmatch(r"(.+?) \(at (?:line (\d+), column (\d+)|end of document)\)", message, re.DOTALL)
    if not match:
        return f"is malformed: {message}"
    line, column = match[2] or content.count(b"\n") + 1, match[3]
    return f"line {line}, column {column}: {match[1]}" if column else f"line {line}: {match[1]}"
