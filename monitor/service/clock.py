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


class Stopped(Clock):
    """Shows one moment (aware, UTC), whatever the time: for what is done again as it was done then."""

    def __init__(self, moment: datetime) -> None:
        super().__init__()
        self._moment = moment

    def now(self) -> datetime:
        """The moment."""
        return self._moment
