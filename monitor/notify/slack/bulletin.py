"""Word of the monitor itself as a Slack message."""

from __future__ import annotations

from monitor.core.watch import Bulletin
from monitor.notify import wording
from monitor.notify.phrase import Strong
from monitor.notify.slack.mrkdwn import fit, write
from monitor.notify.slack.parts import LONGEST_FALLBACK, LONGEST_HEADER, Block, SlackMessage, text_section

LONGEST_TEXT, LONGEST_LINE = 2_900, 600


def bulletin(word: Bulletin, *, repeat: bool = False) -> SlackMessage:
    """One message: the title, and below it as many lines as fit."""
    lines = [*word.lines, *([wording.REPEAT] if repeat else [])]
    text, left = "", len(lines)
    for line in lines:
        written = write(("• ", line), LONGEST_LINE)
        if len(text) + len(written) + 1 > LONGEST_TEXT:
            break
        text, left = (f"{text}\n{written}" if text else written), left - 1
    blocks: list[Block] = [text_section(write((Strong(word.title),), LONGEST_HEADER + 2))]
    blocks += [text_section(text)] if text else []
    blocks += [text_section(f"and {left:,} more")] if left else []
    return SlackMessage(fit(word.title, LONGEST_FALLBACK), blocks)
