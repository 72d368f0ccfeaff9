"""How often models were used, as exports and logs of usage say it: by model, day and who asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime

from monitor.imports.entries import Unread, clip

YEARS = range(2020, 2100)  # no export is older
MOST = 10**15  # requests or tokens of one row; more is a mistake
EPOCHS = range(1_577_836_800, 4_102_444_800)  # the same years, in seconds


@dataclass(frozen=True, slots=True)
class Use:
    """The use of one model on one day (UTC).

    `reference` names the model with its provider. `names` say who asked, the most exact first: names and ids of a
    key, a project, a workspace. `requests` and `tokens` are None where the file does not state them.
    """

    reference: str
    day: date
    names: tuple[str, ...]
    requests: int | None
    tokens: int | None


@dataclass(frozen=True, slots=True)
class Usage:
    """All that a file says of usage, and the format in which it was read."""

    form: str
    uses: tuple[Use, ...]
    unread: tuple[Unread, ...] = ()


@dataclass(slots=True)
class Tally:
    """Adds up the rows of a file; of many rows that cannot be read for one reason, the first is told, with a count."""

    _sums: dict[tuple[str, date, tuple[str, ...]], tuple[int | None, int | None]] = field(default_factory=dict)
    _unread: dict[str, tuple[str, str, int]] = field(default_factory=dict)

    def add(self, use: Use) -> None:
        """Count one row."""
        key = (use.reference, use.day, use.names)
        requests, tokens = self._sums.get(key, (None, None))
        self._sums[key] = (total((requests, use.requests)), total((tokens, use.tokens)))

    def miss(self, text: str, place: str, reason: str) -> None:
        """Tell of a row that says nothing of use to us."""
        first, at, count = self._unread.get(reason, (clip(text), place, 0))
        self._unread[reason] = (first, at, count + 1)

    def usage(self, form: str) -> Usage:
        """All that was counted and missed."""
        uses = tuple(Use(*key, requests, tokens) for key, (requests, tokens) in self._sums.items())
        unread = (
            Unread(text, place, reason if count == 1 else f"{reason} (and {count - 1:,} more)")
            for reason, (text, place, count) in self._unread.items()
        )
        return Usage(form, uses, tuple(unread))


def total(figures: Iterable[int | None]) -> int | None:
    """The sum of those that are stated; None where none is."""
    stated = [figure for figure in figures if figure is not None]
    return sum(stated) if stated else None


def figure(value: object) -> int | None:
    """A whole number that is not negative, also as text ("3", "3.0", "1,234"); None for anything else."""
    if isinstance(value, str):
        text = value.strip().replace(",", "").removesuffix(".0")
        value = int(text) if text.isdecimal() and text.isascii() and len(text) < len(str(MOST)) else None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST else None


def day_of(value: object) -> date | None:
    """The day (UTC) of a Unix time in seconds, an ISO date or an ISO time; None for anything else."""
    seconds = figure(value)
    if seconds is not None:
        return datetime.fromtimestamp(seconds, UTC).date() if seconds in EPOCHS else None
    try:
        time = datetime.fromisoformat(value.strip()) if isinstance(value, str) else None
        day = time.astimezone(UTC).date() if time and time.tzinfo else time.date() if time else None
    except (ValueError, OverflowError):
        return None
    return day if day and day.year in YEARS else None
