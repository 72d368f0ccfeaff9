"""What Slack sends when somebody clicks under an alert, types a command or uses the shortcut -> plain data.

The same by HTTP and by Socket Mode. Source: docs.slack.dev, "block_actions payload", "Shortcuts interaction payload",
"Slash commands". A request that is signed may still be of another version of us, so nothing in it is taken for granted.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from monitor.errors import UsageError
from monitor.notify.foreign import clean, shorten
from monitor.notify.slack.buttons import Verb
from monitor.notify.slack.mrkdwn import unescape

CHECK = "check_models"  # the callback of the shortcut, as docs/slack-app.yaml names it
LONGEST_NAME, LONGEST_ID, LONGEST_TEXT = 60, 64, 40_000
MOST_SUBJECTS, MOST_DAYS = 100, 3_650

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReplyTo:
    """Where the person who asked can be answered, for half an hour: Slack's `response_url`, and a thread or none."""

    url: str
    thread: str = ""


@dataclass(frozen=True, slots=True)
class Click:
    """One click. `about` names projects, each with a reference as it is pinned there; `key` is this click's alone.

    A snooze has `days` from today, or `before` in days before the shutdown date; a plan its `day`. `message` is the
    message that was clicked, as it is called; `at` (aware) is when.
    """

    verb: Verb
    about: tuple[tuple[str, str], ...]
    who: str
    message: str
    key: str
    at: datetime
    reply_to: ReplyTo
    days: int | None = None
    before: int | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class Command:
    """What somebody has typed after the command in a channel; `key` is this request's alone."""

    text: str
    who: str
    channel_id: str
    channel: str
    key: str
    reply_to: ReplyTo


@dataclass(frozen=True, slots=True)
class Shown:
    """A message whose text somebody wants to have checked; `at` (aware) is when."""

    text: str
    at: datetime
    reply_to: ReplyTo


Asked = Click | Command | Shown


def interaction(given: object) -> Click | Shown | None:
    """What an interaction is; None for one that asks nothing of us. Raises UsageError where it cannot be understood."""
    if not isinstance(given, dict):
        raise _not_understood("it is no object")
    if given.get("type") == "block_actions":
        return _click(given)
    if given.get("type") == "message_action" and given.get("callback_id") == CHECK:
        text = unescape(_text(_object(given, "message"), "text")[:LONGEST_TEXT])
        return Shown(text, _at(given), _reply_to(given))
    return None


def command(given: Json) -> Command:
    """What a command is, from the fields of its form. Raises UsageError where it names nobody and no channel."""
    user, channel_id = _text(given, "user_id"), _text(given, "channel_id")
    if not _is_id(user) or not _is_id(channel_id):
        raise _not_understood("it names no user or no channel")
    return Command(
        text=shorten(clean(unescape(_text(given, "text"))), 1_000),
        who=_who(_text(given, "user_name"), user),
        channel_id=channel_id,
        channel=_text(given, "channel_name")[:100],
        key=f"slack command {_text(given, 'trigger_id')} {user}",
        reply_to=_reply_to(given),
    )


def _click(given: Json) -> Click | None:
    actions = given.get("actions")
    action = actions[0] if isinstance(actions, list) and actions else None
    if not isinstance(action, dict):
        raise _not_understood("it has no action")
    name, user, channel = _text(action, "action_id"), _object(given, "user"), _object(given, "channel")
    message, user_id, channel_id = _object(given, "message"), _text(user, "id"), _text(channel, "id")
    stamp = _text(message, "ts") or _text(_object(given, "container"), "message_ts")
    if not _is_id(user_id) or not _is_id(channel_id):
        raise _not_understood("it names no user or no channel")
    if name not in set(Verb):
        return None
    verb, days, about = Verb(name), None, _text(action, "value")
    if verb is Verb.MENU:
        verb, days, about = _chosen(_text(_object(action, "selected_option"), "value"))
    elif verb is Verb.SNOOZE:
        days = _number(_text(_object(action, "selected_option"), "value"))
    if verb in {Verb.SNOOZE, Verb.PLAN} and name != Verb.MENU:
        about = _beside(action, message)
    day = _day(_text(action, "selected_date")) if verb is Verb.PLAN else None
    return Click(
        verb=verb,
        about=_about(about),
        who=_who(_text(user, "username") or _text(user, "name"), user_id),
        message=f"{channel_id}/{stamp}",
        key=f"slack click {channel_id} {stamp} {user_id} {name} {_text(action, 'action_ts')}",
        at=_at(action),
        reply_to=_reply_to(given),
        days=days if days is not None and days > 0 else None,
        before=-days if days is not None and days < 0 else None,
        day=day,
    )


def _chosen(value: str) -> tuple[Verb, int | None, str]:
    """What an option of the menu beside an alert asks for."""
    try:
        verb, days, about = json.loads(value)
        return Verb(verb), (_number(str(days)) if verb == Verb.SNOOZE else None), json.dumps(about)
    except (ValueError, TypeError, RecursionError):
        raise _not_understood("its choice is none of ours") from None


def _beside(action: Json, message: Json) -> str:
    """The value of a button that stands in the same block of the message as what was clicked."""
    for block in _objects(message.get("blocks")):
        if block.get("block_id") == action.get("block_id"):
            for element in _objects(block.get("elements")):
                if element.get("type") == "button" and _text(element, "value"):
                    return _text(element, "value")
    raise _not_understood("the message does not say what it is about")


def _about(value: str) -> tuple[tuple[str, str], ...]:
    try:
        pairs = json.loads(value)
    except (ValueError, RecursionError):
        raise _not_understood("it does not say what it is about") from None
    if not isinstance(pairs, list) or not 0 < len(pairs) <= MOST_SUBJECTS:
        raise _not_understood("it does not say what it is about")
    found = [tuple(p) for p in pairs if isinstance(p, list) and len(p) == 2 and all(isinstance(t, str) for t in p)]  # noqa: PLR2004 a pair
    if len(found) != len(pairs):
        raise _not_understood("it does not say what it is about")
    return tuple((project, reference) for project, reference in found)


def _at(action: Json) -> datetime:
    try:
        return datetime.fromtimestamp(float(_text(action, "action_ts")), UTC)
    except (ValueError, OverflowError, OSError):
        raise _not_understood("it does not say when it was") from None


def _reply_to(given: Json) -> ReplyTo:
    message = _object(given, "message")
    thread = _text(message, "thread_ts")
    return ReplyTo(_text(given, "response_url"), thread if thread != _text(message, "ts") else "")


def _number(text: str) -> int:
    number = int(text) if text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 6 else 0  # noqa: PLR2004 digits
    if not 0 < abs(number) <= MOST_DAYS:
        raise _not_understood("it says no number of days")
    return number


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise _not_understood("it says no day") from None


def _who(name: str, user_id: str) -> str:
    """A person as the audit names them: people can change their name, so their id is beside it."""
    return f"{shorten(clean(name), LONGEST_NAME) or user_id} ({user_id})"


def _is_id(text: str) -> bool:
    return 0 < len(text) <= LONGEST_ID and text.isascii() and text.isalnum()


def _text(given: Json, key: str) -> str:
    value = given.get(key)
    return value if isinstance(value, str) else ""


def _object(given: Json, key: str) -> Json:
    value = given.get(key)
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> Iterator[Json]:
    return (v for v in value if isinstance(v, dict)) if isinstance(value, list) else iter(())


def _not_understood(why: str) -> UsageError:
    return UsageError(f"what Slack sent is not understood: {why}", hint="is the message of another version of us?")
