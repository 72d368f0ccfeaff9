"""The sentences that all channels share, so that Slack, e-mail and terminal agree word for word.

All functions are pure; `today` is the day of the notice or digest: that on which it goes out. Every foreign text comes
out clean (`foreign.py`) and unescaped: escaping belongs to the channel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from monitor.core.alerts import Alert, AlertKind, Notice, Place, Severity
from monitor.core.lifecycle import Status
from monitor.notify.foreign import clean, shorten
from monitor.notify.phrase import Code, Phrase, Strong, join, plain

MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip
# Only names that a capital first letter alone gets wrong.
NAMES = {
    "openai": "OpenAI", "xai": "xAI", "deepseek": "DeepSeek", "openrouter": "OpenRouter", "cometapi": "CometAPI",
    "aimlapi": "AIMLAPI", "ai21": "AI21", "github-models": "GitHub Models", "z-ai": "Z.ai", "minimax": "MiniMax",
}  # fmt: skip
NEAR = {0: "today", 1: "tomorrow", -1: "yesterday"}
LONG_AGO = 60  # days after which a date says more than a count of days
LONGEST_ID = 120
REMEMBERED = 1_024  # a team's name stands beside every place in all of its messages
LONGEST_PROSE = 400
LONGEST_NAME = 60
MOST_PLACES = 3
MOST_NAMED = 3
MOST_ITEMS = 45  # models, or lines of an answer, in one message of any channel; then how many more there are
# A day of the calendar in our own lines; a date that is a version, or a part of an id, has no such word before it.
DAY = re.compile(
    r"((?:\b(?:on|since|before|until|says|was|of|and|planned for)|date,|set:|moved:|disagree:|→) )"
    r"(\d{4}-\d{2}-\d{2})(?![\w-])"
)
REPEAT = "Possible repeat: the answer to the first attempt was lost."


def name_of(provider: str) -> str:
    """A provider as people write it: openai -> OpenAI."""
    return NAMES.get(provider) or shorten(clean(provider), LONGEST_NAME).capitalize()


def identifier(text: str) -> Code:
    """An id, reference or place, clean and of bearable length."""
    return Code(shorten(clean(text), LONGEST_ID) or "?")


def which(alert: Alert) -> Phrase:
    """The model of an alert, and where the pins have a scope that: it may end on another day elsewhere."""
    scope = shorten(clean(alert.scope), LONGEST_NAME)
    return (identifier(alert.model_id), f" ({scope})") if scope else (identifier(alert.model_id),)


def prose(text: str) -> str:
    """A foreign sentence, clean and of bearable length."""
    return shorten(clean(text), LONGEST_PROSE)


def our_prose(text: str) -> str:
    """The same of a line of the program's own, its days as all others here: 2026-03-26 is 26 March 2026."""
    return DAY.sub(lambda found: found[1] + _written(found[2]), prose(text))


def _written(iso: str) -> str:
    try:
        return day(date.fromisoformat(iso))
    except ValueError:
        return iso


def sentence(text: str) -> str:
    """One of its own as a sentence: a capital at its head, unless that is an id, and a full stop at its end."""
    words = our_prose(text)
    head = words.partition(" ")[0]
    capital = words[:1].upper() if head.isalpha() else words[:1]
    return f"{capital}{words[1:]}{'' if words[-1:] in {'.', '!', '?', '…', ''} else '.'}"


def name(text: str) -> str:
    """A team's or project's name."""
    return shorten(clean(text), LONGEST_NAME) or "?"


@lru_cache(REMEMBERED)
def team_of(text: str) -> str:
    """A team by its name: search -> search team."""
    team = name(text)
    return team if team.casefold().endswith("team") else f"{team} team"


def pinned_by(notice: Notice) -> str:
    """The words before the places of an alert: they say whose the pins are, so that one knows whom to ask."""
    return f"Pinned by the {team_of(notice.team)} as"


def day(when: date) -> str:
    """26 March 2026."""
    return f"{when.day} {MONTHS[when.month - 1]} {when.year}"


def away(days: int) -> str:
    """How far off a day is: "today", "in 90 days", "3 days ago"."""
    return NEAR.get(days) or (f"in {days} days" if days > 0 else f"{-days} days ago")


def day_away(when: date, today: date) -> str:
    """26 March 2026 (in 90 days)."""
    return f"{day(when)} ({away((when - today).days)})"


def counted(number: int, one: str, many: str) -> str:
    """1 pin, 2 pins."""
    return f"{number:,} {one if number == 1 else many}"


def ordered(notice: Notice) -> tuple[Alert, ...]:
    """The alerts as they are told: in the notice's order, and a first look with the retired ones first."""
    if not notice.baseline:
        return notice.alerts
    return tuple(sorted(notice.alerts, key=lambda a: a.status is not Status.RETIRED))


def subject(notice: Notice) -> str:
    """The one line that says it all: the worst first, then how many more, then the project."""
    project = _whom(notice)
    if not notice.alerts:
        return f"Nothing new · {project}"
    more = f", and {len(notice.alerts) - 1:,} more" if len(notice.alerts) > 1 else ""
    return f"{_in_short(ordered(notice)[0], notice.today)}{more} · {project}"


def headline(notice: Notice) -> str:
    """The line above a message: its subject, and of a first look how many models are in trouble."""
    if notice.baseline and len(notice.alerts) > 1:
        unheard = sum(alert.status is Status.UNKNOWN for alert in notice.alerts)
        trouble = "named by no source" if unheard == len(notice.alerts) else "retired or about to be"
        trouble = f"{trouble}, or named by no source" if 0 < unheard < len(notice.alerts) else trouble
        return f"{len(notice.alerts):,} of the models you pin are {trouble} · {_whom(notice)}"
    return subject(notice)


def preview(notice: Notice) -> str:
    """What a locked screen shows after the subject: what happens to the one model, or the next most urgent ones."""
    first, *others = ordered(notice) or (None,)
    if first is None:
        return ""
    if not others:
        return plain(what_happens(first, notice.today))
    return first_of([_in_short(alert, notice.today) for alert in others])


def first_of(said: Sequence[str]) -> str:
    """The first of several, and how many more there are, in a sentence; empty where there is none."""
    more = len(said) - MOST_NAMED
    named = "; ".join(said[:MOST_NAMED])
    return f"{named}; and {more:,} more." if more > 0 else f"{named}." if named else ""


def _in_short(alert: Alert, today: date) -> str:
    return f"{shorten(plain(which(alert)), 60)} {news(alert, today)}"


def _whom(notice: Notice) -> str:
    """Whose notice it is, short enough to leave the other words their room in a header of 150 characters."""
    if notice.projects:
        return f"{len(notice.projects):,} projects of {shorten(name(notice.team), 20)}"
    return shorten(name(notice.project), 36)


def who_pins(notice: Notice) -> str:
    """Whose models a notice is about, to be read after "models that": "ranker pins", "4 projects pin"."""
    return f"{len(notice.projects):,} projects pin" if notice.projects else f"{name(notice.project)} pins"


def news(alert: Alert, today: date) -> str:
    """What happened to the model: the words after its id. A day that has passed since outweighs how it was set."""
    outweighed = has_passed(alert, today) and alert.kind is not AlertKind.UNLISTED
    return standing(alert, today) if outweighed else _news(alert, today)


def _news(alert: Alert, today: date) -> str:
    match alert.kind:
        case AlertKind.UNLISTED:
            return f"is gone from {name_of(alert.provider)}'s model list"
        case AlertKind.REINSTATED if alert.status is Status.DEPRECATED:
            return f"answers again, until {day(alert.shutdown_on)}" if alert.shutdown_on else "answers again"
        case AlertKind.REINSTATED:
            return "is no longer being retired"
        case AlertKind.REPLACEMENT_DIED:
            return "needs another replacement"
        case AlertKind.DATE_WITHDRAWN:
            return "no longer has a shutdown date"
        case AlertKind.DATE_MOVED if alert.before and alert.shutdown_on:
            by = counted(abs((alert.shutdown_on - alert.before).days), "day", "days")
            moved = f"stays {by} longer, until" if alert.shutdown_on > alert.before else f"stops {by} earlier, on"
            return f"{moved} {day(alert.shutdown_on)}"
        case AlertKind.DATE_FLAPPED if alert.shutdown_on:
            return f"still stops answering on {day(alert.shutdown_on)}"
        case AlertKind.ALIAS_REPOINTED:
            return "is another model now"
        case AlertKind.FLOOR_NEAR if alert.floor_on:
            return f"may be retired from {day(alert.floor_on)} on"
    return standing(alert, today)


def standing(alert: Alert, today: date) -> str:
    """How the model stands, whatever the news: the words after its id."""
    left = days_left(alert, today)
    if alert.status is Status.UNKNOWN:
        return "is named by no source"
    if alert.risk_on:
        until = (alert.risk_on - today).days
        return f"may stop answering {away(until)}" if until > 0 else "may no longer answer"
    if alert.status is Status.RETIRED:
        if alert.shutdown_on is None or left is None:
            return "is retired"
        return f"retired on {day(alert.shutdown_on)}" if left < -LONG_AGO else f"retired {away(left)}"
    if left is not None and left < 0:
        return f"was to {'be replaced by another model' if alert.redirects_to else 'stop answering'} {away(left)}"
    if left is not None:
        return f"is replaced by another model {away(left)}" if alert.redirects_to else f"stops answering {away(left)}"
    if alert.status is Status.DEPRECATED:
        return "is deprecated, without a date"
    return "may be retired any day" if alert.severity is Severity.FLOOR else "needs a look"


def dated(alert: Alert, words: str) -> str:
    """The news or the standing with its day, where it does not name it."""
    when = day(alert.shutdown_on) if alert.shutdown_on else ""
    return f"{words}, on {when}" if when not in words else words


def days_left(alert: Alert, today: date) -> int | None:
    """Days from `today` to the firm shutdown date, negative after it."""
    return (alert.shutdown_on - today).days if alert.shutdown_on else alert.days_left


def has_passed(alert: Alert, today: date) -> bool:
    """Whether a date was ahead when the alert was made, and has passed since: what became of it is not known here."""
    return alert.status is not Status.RETIRED and alert.shutdown_on is not None and alert.shutdown_on < today


def what_happens(alert: Alert, today: date) -> Phrase:
    """What the provider does to the model, when, and what that means for requests."""
    provider, when = name_of(whose(alert)), alert.shutdown_on
    if alert.status is Status.UNKNOWN:
        return ("No source that is read names this id (a typo? a private deployment?): nobody would hear of its end.",)
    if alert.risk_on:
        return (
            f"{provider} has announced no end of this name itself, but every snapshot that it is known to point at ",
            "ends by " if alert.risk_on > today else "ended by ",
            Strong(day_away(alert.risk_on, today)),
            ".",
        )
    if alert.kind is AlertKind.UNLISTED:
        words = "no longer names it, and no retirement was announced. Requests for it may fail already."
        return (f"{provider}'s model list {words}",)
    if alert.status is Status.RETIRED:
        if when is None:
            return (f"{provider} has retired it; the day is not stated. ", *_requests(alert, ""))
        if when == today:
            return (
                f"{provider} shuts it down ",
                Strong(f"today, {day(when)}"),
                ". ",
                *_requests(alert, " from now on"),
            )
        return (f"{provider} shut it down on ", Strong(day_away(when, today)), ". ", *_requests(alert, ""))
    if when is not None:
        ends = Strong(day_away(when, today))
        does = "was to shut" if when < today else "shuts"
        return (f"{provider} {does} it down on ", ends, ". ", *_requests(alert, " from then on"))
    return _open_end(alert, provider, today)


def _open_end(alert: Alert, provider: str, today: date) -> Phrase:
    """What happens to a model that has no firm date."""
    if alert.status is Status.DEPRECATED:
        return (f"{provider} has deprecated it and states no shutdown date. Until there is one, it answers.",)
    if alert.kind is AlertKind.REINSTATED:
        return (f"{provider} names it as available again.",)
    if alert.floor_on and alert.floor_on > today:
        ahead = Strong(day_away(alert.floor_on, today))
        return (f"{provider} keeps it until ", ahead, " at least. After that it may be retired any day.")
    if alert.kind is AlertKind.ALIAS_REPOINTED and alert.points_at:
        return (f"{provider} answers requests for this name with ", identifier(alert.points_at), " now.")
    if alert.severity is Severity.FLOOR:
        return (f"{provider} states no firm date, but may retire it any day.",)
    return ("No shutdown date is stated.",)


def whose(alert: Alert) -> str:
    """The provider whose word the alert is: the one that answers the pin, or the model's maker behind it."""
    return alert.upstream or alert.provider


def _requests(alert: Alert, since: str) -> Phrase:
    if alert.upstream:  # what the aggregator does is said in the alert's note
        return ()
    if not alert.redirects_to:
        return (f"Requests for it fail{since}.",)
    other = identifier(alert.redirects_to)
    return (f"Requests for it are answered{since} by ", other, ", which may behave and cost differently.")


def background(alert: Alert, today: date) -> str:
    """What went before: since when it is deprecated, and what the team was told last. Empty if there is nothing."""
    lines = []
    if alert.before and alert.kind in {AlertKind.DATE_MOVED, AlertKind.DATE_WITHDRAWN}:
        lines.append(f"The date you were told before was {day(alert.before)}.")
    if alert.kind is AlertKind.DATE_FLAPPED:
        other = day(alert.strayed_to) if alert.strayed_to else "no date"
        lines.append(f"Its page gave {other} for a short while, and went back to what you were told before.")
    if alert.kind is AlertKind.ALIAS_REPOINTED and alert.pointed_at:
        lines.append(f"When you were told last, it was {prose(alert.pointed_at)}.")
    if alert.kind is AlertKind.REPLACEMENT_DIED:
        which = f", {prose(alert.replaced)}," if alert.replaced else ""
        lines.append(f"The replacement that you were told before{which} is retired or about to be itself.")
        return " ".join(lines)  # beside it, the model's own date would read as the replacement's
    if alert.deprecated_on and alert.status in {Status.DEPRECATED, Status.RETIRED}:
        since = "since" if alert.deprecated_on <= today else "from"
        lines.append(f"Deprecated {since} {day(alert.deprecated_on)}.")
    return " ".join(lines)


def place(where: Place) -> Phrase:
    """A pin: whose it is where that is open, the reference as written, its environment, its location."""
    project = f"{name(where.project)}: " if where.project else ""
    environment = f" · {name(where.environment)}" if where.environment else ""
    located: Phrase = (" · ", identifier(where.location)) if where.location else ()
    return (project, identifier(where.reference), environment, *located)


def places(alert: Alert) -> Phrase:
    """All places of a pin on one line, the first ones by name."""
    shown = join([place(p) for p in alert.places[:MOST_PLACES]], ", ")
    more = len(alert.places) - MOST_PLACES
    return (*shown, f" and {counted(more, 'more place', 'more places')}") if more > 0 else shown
