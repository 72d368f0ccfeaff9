"""Answers to one person: to a command, as a message that only they see, and as a dialog."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from monitor.notify.phrase import Phrase, Strong, plain
from monitor.notify.slack.mrkdwn import fit, write
from monitor.notify.slack.parts import (
    LONGEST_FALLBACK,
    LONGEST_SECTION,
    MOST_CHARACTERS,
    Block,
    plain_text,
    text_section,
)

LONGEST_TITLE, LONGEST_LINE = 24, 900
MOST_SECTIONS = 20


def ephemeral(title: str, lines: Sequence[Phrase]) -> dict[str, Any]:
    """The answer to a command, which only the person who typed it sees."""
    text = fit(f"{title}. {plain(lines[0])}" if lines else title, LONGEST_FALLBACK)
    return {"response_type": "ephemeral", "text": text, "blocks": [_head(title), *_sections(lines)]}


def dialog(title: str, lines: Sequence[Phrase]) -> dict[str, Any]:
    """The same as a dialog, for those who clicked."""
    return {
        "type": "modal",
        "title": plain_text("Model monitor", LONGEST_TITLE),
        "close": plain_text("Close", LONGEST_TITLE),
        "blocks": [_head(title), *_sections(lines)],
    }


def _head(title: str) -> Block:
    return text_section(write((Strong(title),), 300))


def _sections(lines: Sequence[Phrase]) -> list[Block]:
    """As many lines as fit, then how many more there are."""
    sections: list[str] = []
    room, shown = MOST_CHARACTERS - 1_000, 0
    for written in (write(line, LONGEST_LINE) for line in lines):
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
