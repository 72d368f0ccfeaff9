"""What Slack messages are built of, and the limits that they stay within.

Limits: 50 blocks, 3,000 characters in a section, 150 in a header (docs.slack.dev, "Blocks"), and about 13,200 in all
(github.com/slackapi/bolt-js/issues/2509). We stay at 45 and 10,000.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from monitor.notify.phrase import Phrase
from monitor.notify.slack.mrkdwn import fit, write

MOST_BLOCKS = 45
MOST_CHARACTERS = 10_000
LONGEST_SECTION = 3_000
LONGEST_HEADER = 150
LONGEST_FALLBACK = 600

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class SlackMessage:
    """What chat.postMessage and webhooks take: `text` is what notifications and screen readers show."""

    text: str
    blocks: list[Block]


def header(subject: str) -> Block:
    """The head of a message; a subject that is too long is shortened."""
    return {"type": "header", "text": {**plain_text(subject, LONGEST_HEADER), "emoji": False}}


def section(lines: list[Phrase], quoted: tuple[Phrase, ...] = ()) -> Block:
    """A section of all lines that fit; `quoted` ones stand behind a bar."""
    written = [line for p in lines if (line := write(p))] + [f"> {line}" for p in quoted if (line := write(p))]
    text = "\n".join(written)
    while len(text) > LONGEST_SECTION:
        written.pop()
        text = "\n".join(written)
    return text_section(text)


def text_section(text: str) -> Block:
    """A section of text that is mrkdwn already."""
    return {"type": "section", "text": mrkdwn(text)}


def context(phrase: Phrase) -> Block:
    """A line in small print."""
    return {"type": "context", "elements": [mrkdwn(write(phrase))]}


def mrkdwn(text: str) -> Block:
    """A text object of mrkdwn."""
    # verbatim: Slack must not turn bare addresses and names of channels into links
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def plain_text(text: str, limit: int) -> Block:
    """A text object without markup, of at most `limit` characters."""
    return {"type": "plain_text", "text": fit(text, limit)}


def fits(blocks: list[Block]) -> bool:
    """Whether a message of these blocks is within the limits.

    The words on rows of buttons are not counted: eleven rows of 200 characters at most, and we leave 3,200.
    """
    said = [block for block in blocks if block["type"] != "actions"]
    return len(blocks) <= MOST_BLOCKS and characters(said) <= MOST_CHARACTERS


def characters(blocks: list[Block]) -> int:
    """The number of characters of all texts in blocks."""
    found = 0
    left: list[Any] = [*blocks]
    while left:
        for key, inner in left.pop().items():
            if key == "text":
                found += len(inner) if isinstance(inner, str) else len(inner["text"])
            elif isinstance(inner, dict):
                left.append(inner)
            elif isinstance(inner, list):
                left += inner
    return found
