"""Word of the monitor itself as a Slack message."""

from __future__ import annotations

from monitor.core.watch import Bulletin
from monitor.notify import wording
from monitor.notify.phrase import Strong
from monitor.notify.slack.blocks import Block, SlackMessage
from monitor.notify.slack.mrkdwn import fit, write

LONGEST_HEADER, LONGEST_SECTION, LONGEST_LINE = 150, 2_900, 600
LONGEST_FALLBACK = 600


def bulletin(word: Bulletin, *, repeat: bool = False) -> SlackMessage:
    """One message: the title, and below it as many lines as fit."""
    lines = [*word.lines, *([wording.REPEAT] if repeat else [])]
    text, left = "", len(lines)
    for line in lines:
        written = write(("• ", line), LONGEST_LINE)
        if len(text) + len(written) + 1 > LONGEST_SECTION:
            break
        text, left = (f"{text}\n{written}" if text else written), left - 1
    blocks: list[Block] = [_section(write((Strong(word.title),), LONGEST_HEADER + 2))]
    blocks += [_section(text)] if text else []
    blocks += [_section(f"and {left:,} more")] if left else []
    return SlackMessage(fit(word.title, LONGEST_FALLBACK), blocks)


def _section(text: str) -> Block:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}
