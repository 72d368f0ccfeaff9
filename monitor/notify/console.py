"""The same messages on a terminal: what a demo and a dry run show instead of sending."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import TextIO

from monitor.errors import DeliveryError
from monitor.notify.email.render import EmailParts
from monitor.notify.foreign import clean
from monitor.notify.phrase import Code, Link, Part, Phrase, Strong
from monitor.notify.slack.mrkdwn import read, unescape
from monitor.notify.slack.parts import Block, SlackMessage

WIDTH = 100
BOLD, DIM, CYAN, UNDERLINED, PLAIN = "\x1b[1m", "\x1b[2m", "\x1b[36m", "\x1b[4m", "\x1b[0m"

Word = list[tuple[Part, str]]  # its pieces, each with the part of the phrase that it is from


class Console:
    """Writes messages to a text stream; in colour only on a terminal, and never where NO_COLOR is set."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self._colour = stream.isatty() and not os.environ.get("NO_COLOR")

    def slack(self, message: SlackMessage, channel: str) -> None:
        """Print the message as it would stand in the channel. Raises DeliveryError where nobody reads."""
        lines = [line for block in message.blocks for line in (*self._block(block), "")]
        self._print(f"Slack message to {clean(channel)}", lines)

    def email(self, parts: EmailParts, to: str) -> None:
        """Print the subject and the text part. Raises DeliveryError likewise."""
        self._print(f"E-mail to {clean(to)}", [self._style(clean(parts.subject), BOLD), "", *parts.text.splitlines()])

    def _print(self, title: str, lines: list[str]) -> None:
        while lines and not lines[-1]:
            lines.pop()
        bar = self._style("┃", DIM)
        body = (f"{bar} {line}".rstrip() for line in lines)
        try:
            self._stream.write("\n".join([self._style(title, DIM), *body, "", ""]))
            self._stream.flush()  # before it counts as sent, and before what standard error says next
        except OSError as error:  # as with `| head`: whoever reads here next gets it
            raise DeliveryError(f"printing: {(error.strerror or type(error).__name__).lower()}") from None

    def _block(self, block: Block) -> Iterator[str]:
        match block["type"]:
            case "header":
                yield from self._wrapped((Strong(unescape(block["text"]["text"])),))
            case "section":
                for line in block["text"]["text"].split("\n"):
                    indent = "  " if line.startswith("> ") else ""
                    hanging = "  " if line.startswith("• ") else indent
                    yield from self._wrapped(read(line.removeprefix("> ")), indent, hanging)
            case "context":
                for element in block["elements"]:
                    marked = element["type"] == "mrkdwn"
                    yield from self._wrapped(
                        read(element["text"]) if marked else (unescape(element["text"]),), base=DIM
                    )
            case "divider":
                yield self._style("─" * 40, DIM)

    def _wrapped(self, phrase: Phrase, indent: str = "", hanging: str = "", base: str = "") -> Iterator[str]:
        """The phrase as lines of at most WIDTH signs; a longer word, such as an address, stands alone and whole."""
        line, room = "", WIDTH - len(indent)
        for word in _words(phrase):
            length = sum(len(piece) for _, piece in word)
            styled = "".join(self._style(piece, base or _look(part)) for part, piece in word)
            if line and length + 1 > room:
                yield f"{indent}{line}"
                line, indent, room = "", hanging, WIDTH - len(hanging)
            room -= length + bool(line)
            line = f"{line} {styled}" if line else styled
        yield f"{indent}{line}"

    def _style(self, text: str, code: str) -> str:
        return f"{code}{text}{PLAIN}" if self._colour and code else text


def _words(phrase: Phrase) -> list[Word]:
    words: list[Word] = [[]]
    for part in phrase:
        text = part if isinstance(part, str) else f"{part.text} ({part.url})" if isinstance(part, Link) else part.text
        for i, piece in enumerate(text.split(" ")):
            if i:
                words.append([])
            if piece:
                words[-1].append((part, piece))
    return [word for word in words if word]


def _look(part: Part) -> str:
    match part:
        case Code():
            return CYAN
        case Strong():
            return BOLD
        case Link():
            return UNDERLINED
    return ""
