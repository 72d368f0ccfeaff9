"""The kinds of value that a setting may have, each read strictly from what TOML gives.

Every validator refuses with `refused(what, hint)`, from which `problems` makes the line that a person reads. None
repeats a value that may be a secret written in the wrong place.
"""

from __future__ import annotations

import difflib
import re
import zoneinfo
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr
from pathlib import Path
from typing import Annotated, TypeVar
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, PlainSerializer, StringConstraints, ValidationInfo
from pydantic_core import PydanticCustomError

from monitor.core.hours import DAYS as _DAYS
from monitor.core.hours import QuietHours

_SECONDS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}
_LONGEST_TIMEOUT = timedelta(minutes=10)
_SMALLEST, _LARGEST = 2**10, 100 * 2**20
_BYTES = {"B": 1, "KiB": 2**10, "MiB": 2**20, "GiB": 2**30}
_ADDRESS = re.compile(r"[^\s@<>()\[\]\\,;:\"]{1,64}@[^\s@<>()\[\]\\,;:\"]{1,190}")
_CHANNEL = re.compile(r"#[\w-]{1,80}|[CGDU][A-Z0-9]{7,20}")
DATABASES = ("sqlite", "sqlite+pysqlite", "postgresql", "postgresql+psycopg")
_PORTS = range(65_536)
_LEAD_DAYS = range(3_651)  # ten years


def refused(what: str, hint: str, *at: str | int) -> PydanticCustomError:
    """The error of a value that cannot be used: `what` follows the key ("is no duration"), `hint` says what to do.

    `at` is the way to the key from the top of the file, where pydantic does not know it.
    """
    return PydanticCustomError("refused", "{what}", {"what": what, "hint": hint, "at": at})


def _printable(value: str) -> str:
    if not value.isprintable():
        raise refused("contains a line break or control character", "write it on one line")
    return value


def _something(value: str) -> str:
    if not value.strip():
        raise refused("is empty", "write what the page prints, or remove it")
    return value


def _empty_or(pattern: re.Pattern[str], value: str, what: str, hint: str) -> str:
    if value and not pattern.fullmatch(value):
        raise refused(what, hint)
    return value


# ------------------------------------------------------------------------------------------------------ time and size


def _duration(value: object) -> timedelta:
    if isinstance(value, timedelta):
        return value
    match = re.fullmatch(r"(\d{1,6})([smhd])", value) if isinstance(value, str) else None
    if not match or not int(match[1]):
        raise refused("is no duration", 'write a whole number and s, m, h or d in quotes: "20s", "6h", "90d"')
    return timedelta(seconds=int(match[1]) * _SECONDS[match[2]])


def _timeout(value: timedelta) -> timedelta:
    if value > _LONGEST_TIMEOUT:
        raise refused("is too long", f'write "{duration_text(_LONGEST_TIMEOUT)}" or less')
    return value


def duration_text(value: timedelta) -> str:
    """A duration as the file would have it: "90s", "6h"."""
    seconds = int(value.total_seconds())
    unit = max((unit for unit, length in _SECONDS.items() if seconds % length == 0), key=_SECONDS.__getitem__)
    return f"{seconds // _SECONDS[unit]}{unit}"


def _size(value: object) -> int:
    match = re.fullmatch(r"(\d{1,9}) ?(B|KiB|MiB|GiB)", value) if isinstance(value, str) else None
    if match:
        value = int(match[1]) * _BYTES[match[2]]
    if not isinstance(value, int) or isinstance(value, bool):
        raise refused("is no size", 'write a whole number and B, KiB, MiB or GiB in quotes: "5MiB"')
    if not _SMALLEST <= value <= _LARGEST:
        raise refused("is too small or too large", f"write a size from {size_text(_SMALLEST)} to {size_text(_LARGEST)}")
    return value


def size_text(value: int) -> str:
    """A size as the file would have it: "5MiB"."""
    unit = max((unit for unit, length in _BYTES.items() if value % length == 0), key=_BYTES.__getitem__)
    return f"{value // _BYTES[unit]}{unit}"


@dataclass(frozen=True, slots=True)
class WeeklyTime:
    """A moment that comes every week on somebody's clock; `weekday` counts from Monday as 0."""

    weekday: int
    hour: int
    minute: int

    def __str__(self) -> str:
        return f"{_DAYS[self.weekday]} {self.hour:02}:{self.minute:02}"


def _weekly(value: object) -> WeeklyTime:
    if isinstance(value, WeeklyTime):
        return value
    pattern = rf"({'|'.join(_DAYS)})\w* ([01]\d|2[0-3]):([0-5]\d)"
    match = re.fullmatch(pattern, value, re.IGNORECASE) if isinstance(value, str) else None
    if not match:
        raise refused("is no weekly time", 'write a day and a time of 24 hours: "mon 09:00"')
    return WeeklyTime(_DAYS.index(match[1].casefold()), int(match[2]), int(match[3]))


def _quiet_hours(value: str) -> str:
    if not value:
        return value
    try:
        return str(QuietHours.parse(value))
    except ValueError:
        raise refused("are no quiet hours", 'write two times of 24 hours: "20:00-08:00"') from None


def _working_days(value: object) -> object:
    """Days by their names become the same in the order of a week; what is no list is left to its type."""
    if not isinstance(value, list):
        return value
    named = [day[:3].casefold() if isinstance(day, str) else "" for day in value]
    if not set(named) <= set(_DAYS):
        raise refused("holds something that is no day of the week", 'write "mon", "tue", "wed", "thu", "fri"')
    return tuple(day for day in _DAYS if day in named)


def _zone(value: str) -> str:
    try:
        zoneinfo.ZoneInfo(value)
    except (ValueError, OSError, zoneinfo.ZoneInfoNotFoundError):
        near = difflib.get_close_matches(value, sorted(zoneinfo.available_timezones()), n=1)
        hint = f"did you mean {near[0]!r}?" if near else 'write a name such as "UTC" or "Europe/Amsterdam"'
        raise refused("is no time zone", hint) from None
    return value


def _lead_days(value: object) -> object:
    """Lead days in any order become a falling row without repeats; what is no list is left to its type."""
    if not isinstance(value, list):
        return value
    if any(isinstance(day, bool) or day not in _LEAD_DAYS for day in value):
        raise refused("holds something that is no number of days", "write whole numbers from 0 to 3650: [90, 30, 7, 0]")
    return tuple(sorted(set(value), reverse=True))


# ----------------------------------------------------------------------------------------------- names and addresses


def _url(value: str) -> str:
    try:
        parts = urlsplit(value)
        usable = parts.scheme in {"http", "https"} and parts.hostname and (parts.port is None or parts.port in _PORTS)
    except ValueError:
        usable = False
    if not usable or not re.fullmatch(r"[!-~]+", value):
        raise refused("is no web address", "write one that begins with https:// or http://")
    if parts.username is not None or parts.password is not None:
        raise refused("holds a user name or password", "secrets come from the environment; write the address without")
    return value


def _database(value: str, info: ValidationInfo) -> str:
    """The address; SQLite's relative file is in the folder of the settings, wherever the program is started."""
    scheme, separator, rest = value.partition("://")
    if separator and scheme in DATABASES:
        relative = scheme.startswith("sqlite") and re.fullmatch(r"/(?![/:])(.+)", rest)
        return f"{scheme}:///{_folder(info) / relative[1]}" if relative else value
    example = '"sqlite:///monitor.db" or "postgresql+psycopg://user@host/name"'
    if separator and scheme.startswith("postgres"):
        raise refused(f"has the scheme {scheme!r}, which we do not speak", f"write {example}")
    raise refused("is no database that we can use", f"write {example}")


def _channel(value: str) -> str:
    what, hint = "is no Slack channel", 'write its name with # in lower case, "#search", or its id, "C0123456789"'
    if value.startswith("#") and value != value.lower():
        raise refused(what, hint)
    return _empty_or(_CHANNEL, value, what, hint)


def _address(value: str) -> str:
    if not _ADDRESS.fullmatch(value):
        raise refused("is no e-mail address", 'write one such as "search@example.org"')
    return value


def _mailbox(value: str) -> str:
    name, address = parseaddr(_printable(value))
    if not _ADDRESS.fullmatch(address) or value not in {address, f"<{address}>", f"{name} <{address}>"}:
        raise refused("is no sender of e-mail", 'write "monitor@example.org" or "Name <monitor@example.org>"')
    return value


def _variable(value: str) -> str:
    return _empty_or(
        re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,100}"),
        value,
        "is not the name of an environment variable (not shown: it may be the secret itself)",
        'export the secret under a name such as SLACK_BOT_TOKEN, and write "SLACK_BOT_TOKEN" here',
    )


def _file(value: str, info: ValidationInfo) -> str:
    """The path of a file, from the folder of the settings if it is relative."""
    return str(_folder(info) / Path(value).expanduser()) if value else value


def _folder(info: ValidationInfo) -> Path:
    folder: Path = info.context["folder"] if info.context else Path()
    return folder


def _header(value: str) -> str:
    if not re.fullmatch(r"[!-~][ -~]*", value):
        raise refused("cannot be sent as a header", "write plain ASCII text")
    return value


def _host(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9._:-]{1,253}", value):
        raise refused("is no host to listen on", 'write a name or an address: "127.0.0.1", "0.0.0.0", "::1"')
    return value


def _repository(value: str) -> str:
    return _empty_or(
        re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}"),
        value,
        "is no repository",
        'write owner and name: "acme/ranker"',
    )


def _name(value: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", value):
        raise refused("is no usable name", "begin with a letter or digit, go on with those or . _ -, at most 64 in all")
    return value


def _source_id(value: str) -> str:
    if not re.fullmatch(r"[a-z0-9][a-z0-9-]{0,40}/[a-z0-9][a-z0-9-]{0,40}", value):
        raise refused(
            "is no source id", "write provider/name in lower case and quotes, as in `model-monitor source list`"
        )
    return value


Item = TypeVar("Item")
ListOf = Annotated[tuple[Item, ...], BeforeValidator(lambda value: tuple(value) if isinstance(value, list) else value)]
Line = Annotated[str, StringConstraints(max_length=500), AfterValidator(_printable)]
Trimmed = Annotated[str, StringConstraints(max_length=500, strip_whitespace=True), AfterValidator(_printable)]
Word = Annotated[Line, AfterValidator(_something)]
Duration = Annotated[timedelta, BeforeValidator(_duration), PlainSerializer(duration_text)]
Timeout = Annotated[Duration, AfterValidator(_timeout)]
OptionalDuration = Annotated[
    timedelta | None,
    BeforeValidator(lambda value: _duration(value) if value not in ("", None) else None),
    PlainSerializer(lambda value: duration_text(value) if value else ""),
]
Size = Annotated[int, BeforeValidator(_size), PlainSerializer(size_text)]
Weekly = Annotated[WeeklyTime, BeforeValidator(_weekly), PlainSerializer(str)]
Header = Annotated[Line, AfterValidator(_header)]
Host = Annotated[str, AfterValidator(_host)]
Zone = Annotated[str, AfterValidator(_zone)]
OptionalZone = Annotated[str, AfterValidator(lambda value: _zone(value) if value else value)]
LeadDays = Annotated[tuple[int, ...], BeforeValidator(_lead_days)]
Quiet = Annotated[str, AfterValidator(_quiet_hours)]
WorkingDays = Annotated[tuple[str, ...], BeforeValidator(_working_days)]
Url = Annotated[str, AfterValidator(_url)]
OptionalUrl = Annotated[str, AfterValidator(lambda value: _url(value) if value else value)]
DatabaseUrl = Annotated[Line, AfterValidator(_database)]
Channel = Annotated[str, AfterValidator(_channel)]
Address = Annotated[str, AfterValidator(_address)]
Mailbox = Annotated[str, AfterValidator(_mailbox)]
Variable = Annotated[str, AfterValidator(_variable)]
SettingsFile = Annotated[Line, AfterValidator(_file)]
SecretFile = Annotated[Line, AfterValidator(_file)]
Repository = Annotated[str, AfterValidator(_repository)]
Name = Annotated[str, AfterValidator(_name)]
SourceId = Annotated[str, AfterValidator(_source_id)]
