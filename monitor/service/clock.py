"""The one clock of a process."""

from __future__ import annotations

from datetime import UTC, date, datetime


class Clock:
    """Tells the time in UTC. With `day`, the date is replaced everywhere while the time of day runs on."""

    def __init__(self, day: date | None = None) -> None:
        self._day = day

    def now(self) -> datetime:
        """Now, aware, in UTC."""
        now = datetime.now(UTC)
        return now if self._day is None else now.replace(year=self._day.year, month=self._day.month, day=self._day.day)

    def today(self) -> date:
        """The UTC day of `now`."""
        return self.now().date()
