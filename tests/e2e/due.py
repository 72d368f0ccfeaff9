"""What a team must be told of a model that it pins, in a few lines that know nothing of the program.

It is what `docs/reliability.md` and `docs/deciding.md` promise, by whole days: lead days are crossings; a date that
moves is told once it has stood for two days, or at once where it is near; what people decide keeps quiet, and ends.
What was told of a pin in development is told again once it is pinned in production; and what was said to be done, once
it is pinned again, as if for the first time.
"""

from __future__ import annotations

import enum
from dataclasses import dataclass, field
from datetime import date

LEADS = (180, 90, 60, 30, 14, 7, 1, 0)
NEAR = 30  # days


class News(enum.Enum):
    """Why a team is told."""

    FIRST = enum.auto()
    ENDED = enum.auto()
    BACK = enum.auto()  # it had ended, and is to end on a later day
    MOVED = enum.auto()
    FLAPPED = enum.auto()  # the page showed another date, and then the old one again
    REMINDER = enum.auto()
    AGAIN = enum.auto()  # what somebody has decided is over
    NEARER = enum.auto()  # it was pinned in development alone, and now is in production


REMINDERS = {News.REMINDER, News.NEARER, News.FIRST}


class Silence(enum.Enum):
    """What somebody may decide."""

    ACK = enum.auto()
    SNOOZE = enum.auto()
    PLAN = enum.auto()
    WAIVE = enum.auto()
    DISOWN = enum.auto()


@dataclass
class Decided:
    """A decision, its day if it has one, and how the model stood: its date, and whether that had come."""

    silence: Silence
    until: date
    on: date
    ended: bool

    def is_over(self, shown: date, today: date) -> bool:
        """Whether it has ended by itself, with the page showing this date."""
        overtaken = shown < self.on or (shown <= today and not self.ended)
        match self.silence:
            case Silence.ACK:
                return overtaken
            case Silence.SNOOZE:
                return overtaken or self.until <= today
            case Silence.PLAN | Silence.WAIVE:
                return self.until < today
        return False

    def keeps_quiet(self, news: News, shown: date, today: date) -> bool:
        """Whether it keeps this from the team while it holds."""
        match self.silence:
            case Silence.ACK:
                return news in REMINDERS and (shown - today).days > 7
            case Silence.SNOOZE:
                return news is not News.ENDED
            case Silence.PLAN:
                return news in REMINDERS and self.until <= shown
            case Silence.WAIVE:
                return not (news in {News.FIRST, News.MOVED, News.ENDED} and shown < self.on)
        return True


@dataclass
class Due:
    """What a team knows of a model, and what it has not been told yet.

    `on` is the date that it works by, None before the first word; `left` is how many days were left when it was told
    last. `seen` is what the page has shown instead of that date since, and from when. `live` says that it was told of
    a pin in production.
    """

    on: date | None = None
    left: int = 0
    ended: bool = False
    seen: list[tuple[date, date]] = field(default_factory=list)
    decided: Decided | None = None
    live: bool = False

    def look(self, shown: date, today: date, *, live: bool = True) -> News | None:
        """What must be told on a day on which the page shows a date; `live` if it is pinned in production."""
        self._note(shown, today)
        news = self._news(shown, today)
        if news is None and self.on is not None and live and not self.live and not self._in_doubt(today):
            news = News.NEARER
        if self.decided and self.decided.is_over(shown, today):
            news = news or (None if self._in_doubt(today) else News.AGAIN)
            self.decided = self.decided if news is None else None
        elif self.decided and news and self.decided.keeps_quiet(news, shown, today):
            return None
        if news or not self._in_doubt(today):
            self._know(shown, today, news)
            self.live |= live
        return news

    def _note(self, shown: date, today: date) -> None:
        last = self.seen[-1][1] if self.seen else self.on
        if last is not None and shown != last:
            self.seen.append((today, shown))

    def _in_doubt(self, today: date) -> bool:
        """Whether the page showed another date less than two days ago, and has not been restless for a week."""
        return bool(self.seen) and (today - self.seen[-1][0]).days < 2 and (today - self.seen[0][0]).days < 7

    def _news(self, shown: date, today: date) -> News | None:
        left = (shown - today).days
        crossed = any(self.left > lead >= left for lead in LEADS)
        if self.on is None:
            return News.FIRST
        if self.ended:
            return News.BACK if left > 0 and not self._in_doubt(today) else None
        if left <= 0:
            return News.ENDED
        if shown != self.on:
            near = left <= NEAR and (shown < self.on or crossed)
            return News.MOVED if near or not self._in_doubt(today) else None
        if crossed:
            return News.REMINDER
        return News.FLAPPED if self.seen and not self._in_doubt(today) else None

    def _know(self, shown: date, today: date, news: News | None) -> None:
        left = (shown - today).days
        if news in {News.REMINDER, News.AGAIN, News.NEARER}:
            self.left = left
        elif news:  # it also stands for a lead day that is only a little less
            self.left = min((lead for lead in LEADS if 0 <= left - lead <= lead // 20), default=left)
        self.on, self.ended, self.seen = shown, left <= 0, []
