"""What Slack refuses in the interactive elements of a message, and in its text objects.

Limits: docs.slack.dev, "Actions block", "Button element", "Select menu element", "Overflow menu element", "Date picker
element", "Confirmation dialog object", "Option object", "Text object". Only the elements that this project uses are
known.
"""

from __future__ import annotations

import re
from typing import Any

LONGEST = {
    "section": 3_000, "field": 2_000, "header": 150, "context": 3_000, "button": 75, "option": 75, "placeholder": 150,
    "confirm title": 100, "confirm text": 300, "confirm button": 30,
}  # fmt: skip
TEXT_KEYS = {"mrkdwn": {"type", "text", "verbatim"}, "plain_text": {"type", "text", "emoji"}}
MOST_ACTIONS, LONGEST_ID, LONGEST_VALUE, LONGEST_OPTION = 25, 255, 2_000, 150
OPTIONS = {"static_select": (1, 100), "overflow": (1, 5)}
ELEMENTS = {
    "button": {"type", "action_id", "text", "value", "url", "style", "confirm"},
    "static_select": {"type", "action_id", "placeholder", "options", "initial_option", "confirm"},
    "overflow": {"type", "action_id", "options", "confirm"},
    "datepicker": {"type", "action_id", "placeholder", "initial_date", "confirm"},
}
DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)


class Refused(Exception):
    """Slack's error word, and why."""

    def __init__(self, word: str, why: str = "") -> None:
        super().__init__(f"{word}: {why}")
        self.word = word


def check_elements(elements: Any) -> None:
    """Raise Refused where Slack would refuse the elements of an actions block."""
    ids = [check_element(element) for element in several(elements, MOST_ACTIONS)]
    if len(ids) != len(set(ids)):
        raise Refused("invalid_blocks", "an action_id twice in a block")


def check_element(element: Any) -> str:
    """Raise Refused where Slack would refuse one element; gives its action_id."""
    kind = element.get("type") if isinstance(element, dict) else None
    if kind not in ELEMENTS or not set(element) <= ELEMENTS[kind]:
        raise Refused("invalid_blocks", f"element {element!r}")
    name = element.get("action_id")
    if not isinstance(name, str) or not 0 < len(name) <= LONGEST_ID:
        raise Refused("invalid_blocks", "action_id")
    if kind == "button":
        check_text(element.get("text"), "button", {"plain_text"})
        if not isinstance(element.get("value", ""), str) or len(element.get("value", "")) > LONGEST_VALUE:
            raise Refused("invalid_blocks", "the value of a button")
    if "placeholder" in element:
        check_text(element["placeholder"], "placeholder", {"plain_text"})
    if not DAY.fullmatch(element.get("initial_date", "2026-01-01")):
        raise Refused("invalid_blocks", "initial_date")
    if kind in OPTIONS:
        fewest, most = OPTIONS[kind]
        options = several(element.get("options"), most)
        if len(options) < fewest:
            raise Refused("invalid_blocks", "too few options")
        for option in options:
            _check_option(option)
    if "confirm" in element:
        _check_confirm(element["confirm"])
    return name


def _check_option(option: Any) -> None:
    if not isinstance(option, dict) or not set(option) <= {"text", "value", "description"}:
        raise Refused("invalid_blocks", f"option {option!r}")
    check_text(option.get("text"), "option", {"plain_text"})
    value = option.get("value")
    if not isinstance(value, str) or not 0 < len(value) <= LONGEST_OPTION:
        raise Refused("invalid_blocks", "the value of an option")


def _check_confirm(confirm: Any) -> None:
    if not isinstance(confirm, dict) or not set(confirm) <= {"title", "text", "confirm", "deny", "style"}:
        raise Refused("invalid_blocks", f"confirm {confirm!r}")
    check_text(confirm.get("title"), "confirm title", {"plain_text"})
    check_text(confirm.get("text"), "confirm text", {"plain_text"})
    for name in ("confirm", "deny"):
        check_text(confirm.get(name), "confirm button", {"plain_text"})


def several(value: Any, most: int) -> list[Any]:
    """A list that is neither empty nor too long."""
    if not isinstance(value, list) or not 0 < len(value) <= most:
        raise Refused("invalid_blocks", "too few or too many")
    return value


def check_text(value: Any, where: str, kinds: set[str]) -> None:
    """Raise Refused where Slack would refuse a text object at its place."""
    if not isinstance(value, dict) or value.get("type") not in kinds:
        raise Refused("invalid_blocks", f"{where}: {value!r}")
    if not set(value) <= TEXT_KEYS[value["type"]] or not isinstance(value.get("text"), str):
        raise Refused("invalid_blocks", f"{where}: {sorted(value)}")
    if not 0 < len(value["text"]) <= LONGEST[where]:
        raise Refused("invalid_blocks", f"{where}: {len(value['text'])} characters")
