"""What stands under an alert in a channel: how it is decided, and the buttons to decide by.

A click needs no state of ours: the value of a button says which model of which project it is about. A menu's options
and a date picker hold too little for that (150 characters, none), so they are read together with the button that
stands beside them in the message. Limits: docs.slack.dev, "Button element", "Select menu element", "Overflow menu
element", "Actions block".
"""

from __future__ import annotations

import enum
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from monitor.core.alerts import Alert, Notice
from monitor.core.threads import Subject, projects_of, subjects_of
from monitor.notify.phrase import Phrase
from monitor.notify.slack.parts import Block, context, plain_text

LONGEST_VALUE, LONGEST_OPTION = 2_000, 150
BEFORE = 14  # days before the shutdown date
SNOOZES = (7, 30)

# What is the same in every row.
FROM_NOW = [{"text": plain_text(f"for {days} days", 75), "value": str(days)} for days in SNOOZES]
UNTIL_BEFORE = {"text": plain_text(f"until {BEFORE} days before the end", 75), "value": str(-BEFORE)}
SNOOZE = plain_text("Snooze", LONGEST_OPTION)
PLANNED = plain_text("Planned for…", LONGEST_OPTION)
SURE = {
    "title": plain_text("No longer used?", 100),
    "text": plain_text("Its pins are taken out of the list, and nothing more is told of it.", 300),
    "confirm": plain_text("It is gone", 30),
    "deny": plain_text("Not yet", 30),
}


class Verb(enum.StrEnum):
    """What a click asks for."""

    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"
    PLAN = "plan"
    MIGRATED = "migrated"
    NOT_OURS = "not_ours"
    REOPEN = "reopen"
    MENU = "menu"  # one of the others, by what was chosen


@dataclass(frozen=True, slots=True)
class State:
    """How a model of a project is decided, in words; `over` where there is nothing left to decide."""

    words: Phrase
    over: bool = False


@dataclass(frozen=True, slots=True)
class Under:
    """What is put under the alerts of a message: the state of each subject, if it has one, and buttons or none."""

    buttons: bool = False
    states: Mapping[Subject, State] = field(default_factory=dict)

    def row(self, alert: Alert, notice: Notice) -> list[Block]:
        """The state of an alert and a row of buttons, as far as there are any."""
        known = self._states(alert, notice)
        told = [context(state.words) for state in known]
        if not self.buttons or self._is_over(alert, notice):
            return told
        value = _value(alert, notice)
        if len(value) > LONGEST_VALUE:
            return told
        return [*told, _row(value, _snoozes(alert, notice.today), decided=bool(known))]

    def state(self, alert: Alert, notice: Notice) -> list[Phrase]:
        """The state of an alert as lines of the short form."""
        return [state.words for state in self._states(alert, notice)]

    def menu(self, alert: Alert, notice: Notice) -> Block | None:
        """A menu beside an alert in the short form; None where it is too much for Slack."""
        if not self.buttons or self._is_over(alert, notice):
            return None
        about = json.loads(_value(alert, notice))
        chosen = (
            ("Acknowledge", Verb.ACKNOWLEDGE, 0),
            *((f"Snooze for {days} days", Verb.SNOOZE, days) for days in SNOOZES),
            ("Migrated", Verb.MIGRATED, 0),
            ("Not ours", Verb.NOT_OURS, 0),
        )
        options = [(words, _compact([verb, days, about])) for words, verb, days in chosen]
        if any(len(value) > LONGEST_OPTION for _, value in options):
            return None
        return {
            "type": "overflow",
            "action_id": Verb.MENU,
            "options": [{"text": plain_text(words, 75), "value": value} for words, value in options],
        }

    def _states(self, alert: Alert, notice: Notice) -> list[State]:
        if not self.states:
            return []
        found = [self.states[s] for s in subjects_of(alert, notice) if s in self.states]
        return list({state.words: state for state in found}.values())

    def _is_over(self, alert: Alert, notice: Notice) -> bool:
        if not self.states:
            return False
        states = [self.states.get(s) for s in subjects_of(alert, notice)]
        return all(state is not None and state.over for state in states)


def _value(alert: Alert, notice: Notice) -> str:
    """The projects and references that a click on this alert is about."""
    if not alert.places:
        return _compact([[name, f"{alert.provider}/{alert.model_id}"] for name in projects_of(alert, notice)])
    by_project: dict[str, str] = {}
    for place in alert.places:
        by_project.setdefault(place.project or notice.project, place.reference)
    return _compact([[name, reference] for name, reference in by_project.items()])


def _snoozes(alert: Alert, today: date) -> list[Block]:
    """What a snooze may last: days from now, or days before the end as a negative number."""
    before_the_end = alert.shutdown_on and alert.shutdown_on - timedelta(days=BEFORE) > today
    return [*FROM_NOW, UNTIL_BEFORE] if before_the_end else FROM_NOW


def _row(value: str, snoozes: list[Block], *, decided: bool) -> Block:
    first = _button("Reopen", Verb.REOPEN, value) if decided else _button("Acknowledge", Verb.ACKNOWLEDGE, value)
    return {
        "type": "actions",
        "elements": [
            first,
            {"type": "static_select", "action_id": Verb.SNOOZE, "placeholder": SNOOZE, "options": snoozes},
            {"type": "datepicker", "action_id": Verb.PLAN, "placeholder": PLANNED},
            {**_button("Migrated", Verb.MIGRATED, value), "confirm": SURE},
            _button("Not ours", Verb.NOT_OURS, value),
        ],
    }


def _button(words: str, verb: Verb, value: str) -> Block:
    return {"type": "button", "action_id": verb, "text": {"type": "plain_text", "text": words}, "value": value}


_compact = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
