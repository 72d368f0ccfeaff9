"""Blocks of Slack as HTML, in the manner of its clients: as much of Block Kit as our messages use."""

from __future__ import annotations

# ruff: noqa: INP001 a script's part, no package
from html import escape
from itertools import groupby
from typing import Any

from monitor.notify.phrase import Code, Link, Part, Strong
from monitor.notify.slack.mrkdwn import read, unescape

MARKS = {"🔴": "#dd2e44", "🟠": "#f4900c", "🟡": "#fdcb58", "🟢": "#78b159", "⚪": "#a9b4bc"}  # not every font has them


def draw(message: list[dict[str, Any]]) -> str:
    """The blocks of one message. Raises KeyError for a kind of block or element that is not known here."""
    return "\n".join(_block(block) for block in message)


def _block(block: dict[str, Any]) -> str:
    match block["type"]:
        case "header":
            return f"<h3>{_words(block['text'])}</h3>"
        case "section":
            accessory = _element(block["accessory"]) if "accessory" in block else ""
            return f'<div class="section"><div>{_words(block["text"])}</div>{accessory}</div>'
        case "context":
            return f'<div class="context">{"".join(f"<span>{_words(e)}</span>" for e in block["elements"])}</div>'
        case "actions":
            return f'<div class="actions">{"".join(map(_element, block["elements"]))}</div>'
        case "divider":
            return "<hr>"
    raise KeyError(block["type"])


def _element(element: dict[str, Any]) -> str:
    match element["type"]:
        case "button":
            return f'<span class="button">{_words(element["text"])}</span>'
        case "static_select":
            return f'<span class="button select">{_words(element["placeholder"])}<i></i></span>'
        case "datepicker":
            return f'<span class="button date">{_words(element["placeholder"])}<i></i></span>'
        case "overflow":
            return '<span class="button overflow">•••</span>'
    raise KeyError(element["type"])


def _words(text: dict[str, Any]) -> str:
    if text["type"] == "plain_text":
        return escape(unescape(text["text"]))
    parts = []
    for quoted, lines in groupby(text["text"].split("\n"), key=lambda line: line.startswith("> ")):
        words = "<br>".join(_line(line.removeprefix("> ")) for line in lines)
        parts.append(f"<blockquote>{words}</blockquote>" if quoted else f"<div>{words}</div>")
    return "".join(parts)


def _line(line: str) -> str:
    return "".join(map(_part, read(line)))


def _part(part: Part) -> str:
    match part:
        case Code(text):
            return f"<code>{escape(text)}</code>"
        case Strong(text):
            return f"<b>{escape(text)}</b>"
        case Link(text, url):
            return f'<a href="{escape(url)}">{escape(text)}</a>'
    words = escape(part)
    for mark, colour in MARKS.items():
        words = words.replace(mark, f'<i class="mark" style="background:{colour}"></i>')
    return words
