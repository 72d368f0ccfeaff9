"""The end of a model in a project as a Slack message, for the thread in which it was told."""

from __future__ import annotations

from monitor.core.tickets import Resolved
from monitor.notify import wording
from monitor.notify.phrase import Phrase, plain
from monitor.notify.slack.mrkdwn import fit, write
from monitor.notify.slack.parts import LONGEST_FALLBACK, SlackMessage, context, text_section


def resolved(message: Resolved, *, repeat: bool = False) -> SlackMessage:
    """One line that says what is over and why; `repeat` as in `blocks.notice`."""
    mark, over = ("➡️", "is over here") if message.to_team else ("🟢", f"is done in {wording.name(message.project)}")
    words: Phrase = (
        f"{mark} ",
        wording.identifier(message.model_id),
        f" {over}: ",
        wording.prose(message.why),
        ".",
    )
    tail = [context((wording.REPEAT,))] if repeat else []
    return SlackMessage(fit(plain(words), LONGEST_FALLBACK), [text_section(write(words)), *tail])
