"""What tells a shutdown date that has moved from one that a page has only shown for a day.

Pages flap: a date changes, and a day later it is what it was. So a date other than the told one is first only noted,
and told once it has stood for two days (`SETTLE`). A date that comes back before that is told once, as a flap, when it
has stood for two days again. Whatever it does in between is one message at most. Two limits keep the wait harmless:

- it ends after a week (`LONGEST`) even if the page never rests;
- `policy.decide` does not wait where waiting may hurt: for a date that came nearer, or past a lead day, and is at most
  30 days off.
  If such a date goes back, that is told as well, since the team works by a date that is wrong.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

SETTLE = timedelta(hours=44)  # two days, less what a daily run may be early
LONGEST = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Unsettled:
    """A date that left the told one and has not been told of since. Times are aware.

    `on` is the date shown last (None for none), `since` when it was first seen so; `began` when the told date was left;
    `strayed_to` the last date shown that was not the told one.
    """

    on: date | None
    since: datetime
    began: datetime
    strayed_to: date | None = None

    def settled(self, at: datetime) -> bool:
        """Whether it is time to tell how it came out."""
        return at - self.since >= SETTLE or at - self.began >= LONGEST


def watch(shown: date | None, told: date, unsettled: Unsettled | None, at: datetime) -> Unsettled | None:
    """What is unsettled once a date is `shown` at `at`; None while it is what was told and never left that."""
    if unsettled is None:
        return Unsettled(shown, at, at, shown) if shown != told else None
    if shown == unsettled.on:
        return unsettled
    return replace(unsettled, on=shown, since=at, strayed_to=shown if shown != told else unsettled.strayed_to)
