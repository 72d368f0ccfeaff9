"""When a team wants to be spoken to: its quiet hours and working days, on its own clock."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time
from typing import Self
from zoneinfo import ZoneInfo

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_RANGE = re.compile(r"([01]\d|2[0-3]):([0-5]\d) ?- ?([01]\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class QuietHours:
    """From one time of day to another, past midnight if the second is the earlier one."""

    begin: time
    end: time

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read "20:00-08:00". Raises ValueError for anything else, and where both times are the same."""
        found = _RANGE.fullmatch(text)
        begin, end = (time(int(found[n]), int(found[n + 1])) for n in (1, 3)) if found else (None, None)
        if begin is None or end is None or begin == end:
            raise ValueError(text)
        return cls(begin, end)

    def __str__(self) -> str:
        return f"{self.begin:%H:%M}-{self.end:%H:%M}"

    def __contains__(self, moment: time) -> bool:
        if self.begin < self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end


def is_open(now: datetime, timezone: str, quiet: QuietHours | None, working_days: Collection[str]) -> bool:
    """Whether a team may be told at `now` (aware) what can wait. No `working_days` are all seven."""
    local = now.astimezone(ZoneInfo(timezone))
    works = not working_days or DAYS[local.weekday()] in working_days
    return works and (quiet is None or local.time() not in quiet)
