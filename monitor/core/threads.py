"""What belongs together in a channel: the first message about a project's model, and all that follows it."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.alerts import Alert, Notice, Urgency

Subject = tuple[str, str, str, str]
"""A project by name, a provider, a model id without regard to case, and the scope of the pins as text."""

_LOUD = frozenset({Urgency.ENDED, Urgency.UNLISTED, Urgency.WEEK})


@dataclass(frozen=True, slots=True)
class Refresh:
    """A message that is to show how things are now; `message` is what its receiver calls it."""

    team: str
    message: str


def projects_of(alert: Alert, notice: Notice) -> tuple[str, ...]:
    """The projects that an alert of a notice is for, by name."""
    return tuple(dict.fromkeys(place.project or notice.project for place in alert.places)) or (notice.project,)


def subjects_of(alert: Alert, notice: Notice) -> tuple[Subject, ...]:
    """What an alert of a notice is about, once for each of its projects."""
    about = (alert.provider, alert.model_id.casefold(), alert.scope)
    return tuple((name, *about) for name in projects_of(alert, notice))


def subjects(notice: Notice) -> tuple[Subject, ...]:
    """All that a notice is about."""
    return tuple(dict.fromkeys(s for alert in notice.alerts for s in subjects_of(alert, notice)))


def is_loud(notice: Notice) -> bool:
    """Whether a follow-up is to be seen outside its thread too: a model has ended, or will within a week.

    So is a first look, which stands in a thread only where that was over and is taken up again.
    """
    return notice.baseline or any(alert.urgency in _LOUD for alert in notice.alerts)
