"""What one person is told who has clicked or typed something: a message that nobody else sees.

Source: docs.slack.dev, "Handling user interaction", sections "Composing a message response" and "Publishing in thread".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from monitor.notify.phrase import Phrase, Strong, plain
from monitor.notify.slack.mrkdwn import fit, write
from monitor.notify.slack.parts import LONGEST_FALLBACK, LONGEST_SECTION, MOST_CHARACTERS, Block, context, text_section
from monitor.notify.wording import MOST_ITEMS

LONGEST_TITLE, LONGEST_LINE = 300, 900
MOST_SECTIONS = 20


@dataclass(frozen=True, slots=True)
class Reply:
    """What a person is answered; `end` stands below, however many lines there are."""

    title: str
    lines: tuple[Phrase, ...] = ()
    end: tuple[Phrase, ...] = ()


def ephemeral(reply: Reply, thread: str = "") -> dict[str, Any]:
    """The reply as Slack takes it; `thread` is the timestamp of the message below which the person has asked."""
    lines = reply.lines
    text = fit(f"{reply.title}. {plain(lines[0])}" if lines else reply.title, LONGEST_FALLBACK)
    head = text_section(write((Strong(reply.title),), LONGEST_TITLE))
    return {
        "response_type": "ephemeral",
        "replace_original": False,
        "text": text,
        "blocks": [head, *_sections(lines), *map(context, filter(plain, reply.end))],
        **({"thread_ts": thread} if thread else {}),
    }


def _sections(lines: Sequence[Phrase]) -> list[Block]:
    """As many lines as fit, 45 at most, then how many more there are."""
    sections: list[str] = []
    room, shown = MOST_CHARACTERS - 1_000, 0
    for written in (write(line, LONGEST_LINE) for line in lines[:MOST_ITEMS]):
        room -= len(written) + 1
        if room < 0 or len(sections) == MOST_SECTIONS:
            break
        if written and sections and len(sections[-1]) + len(written) < LONGEST_SECTION:
            sections[-1] += f"\n{written}"
        elif written:
            sections.append(written)
        shown += 1
    left = len(lines) - shown
    return [*map(text_section, sections), *([text_section(f"and {left:,} more")] if left else [])]
