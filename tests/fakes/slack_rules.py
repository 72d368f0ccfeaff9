"""What Slack refuses in a message, and what nobody may ever send it.

Limits: docs.slack.dev, "Blocks", "Section block", "Header block", "Context block", "Text object", "chat.postMessage";
the size of a whole message is undocumented and was measured in github.com/slackapi/bolt-js/issues/2509. Only the kinds
of blocks that this project uses are known here: any other is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from tests.fakes.slack_elements import Refused, check_element, check_elements, check_text, several

MOST_BLOCKS = 50
LONGEST_MESSAGE = 13_200
LONGEST_TEXT = 40_000
MOST_FIELDS = MOST_ELEMENTS = 10
LARGEST_METADATA = 16_384  # Slack documents that there is a limit, and not which: this is ours

KEYS = {
    "section": {"type", "block_id", "text", "fields", "expand", "accessory"},
    "actions": {"type", "block_id", "elements"},
    "header": {"type", "block_id", "text"},
    "context": {"type", "block_id", "elements"},
    "divider": {"type", "block_id"},
}

TOKEN = re.compile(r"<([^<>]*)>")
LINK = re.compile(r"https?://[^\s|<>]+(\|[^|<>\n]+)?")
ENTITY = re.compile(r"&(?!amp;|lt;|gt;)")
ADDRESS = re.compile(r"\bhttps?://|\bwww\.", re.IGNORECASE)


def check_message(text: str | None, blocks: Any) -> None:
    """Raise Refused where Slack would refuse the text or the blocks."""
    if not text and not blocks:
        raise Refused("no_text")
    if text is not None and not isinstance(text, str):
        raise Refused("invalid_arguments", "text")
    if text and len(text) > LONGEST_TEXT:
        raise Refused("msg_too_long")
    if blocks is None:
        return
    if not isinstance(blocks, list) or not all(isinstance(b, dict) for b in blocks):
        raise Refused("invalid_blocks_format")
    if len(blocks) > MOST_BLOCKS:
        raise Refused("invalid_blocks", f"{len(blocks)} blocks")
    ids = [b["block_id"] for b in blocks if "block_id" in b]
    if len(ids) != len(set(ids)):
        raise Refused("invalid_blocks", "a block_id twice")
    for block in blocks:
        _check_block(block)
    if sum(len(t["text"]) for t in texts(blocks)) > LONGEST_MESSAGE:
        raise Refused("msg_blocks_too_long")


def check_metadata(metadata: Any) -> None:
    """Raise Refused where Slack would refuse the metadata."""
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise Refused("invalid_metadata_format")
    kind, payload = metadata["event_type"], metadata["event_payload"]
    if not isinstance(kind, str) or not re.fullmatch(r"[A-Za-z0-9_]+", kind) or not isinstance(payload, dict):
        raise Refused("invalid_metadata_format")
    if len(str(payload)) > LARGEST_METADATA:
        raise Refused("metadata_too_large")


def texts(value: Any) -> Iterator[dict[str, Any]]:
    """All text objects in blocks."""
    if isinstance(value, dict):
        if isinstance(value.get("text"), str):
            yield value
        for inner in value.values():
            yield from texts(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts(inner)


def violations(text: str | None, blocks: Any) -> list[str]:
    """What Slack would take and do: mentions, malformed links, unescaped signs, addresses that turn into links."""
    found = [f"fallback text: {v}" for v in _violations(text or "")]
    for t in texts(blocks):
        found += [f"{t['type']}: {v}" for v in _violations(t["text"])]
        if t["type"] == "mrkdwn" and not t.get("verbatim") and ADDRESS.search(TOKEN.sub("", t["text"])):
            found.append(f"mrkdwn without verbatim: an address becomes a link in {t['text']!r}")
    return found


def _check_block(block: dict[str, Any]) -> None:
    kind = block.get("type")
    if not isinstance(kind, str) or kind not in KEYS or not set(block) <= KEYS[kind]:
        raise Refused("invalid_blocks", f"{kind} with {sorted(block)}")
    if not isinstance(block.get("block_id", "id"), str) or not 0 < len(block.get("block_id", "id")) <= 255:
        raise Refused("invalid_blocks", "block_id")
    if kind == "header":
        check_text(block.get("text"), "header", {"plain_text"})
    elif kind == "section":
        if "text" not in block and "fields" not in block:
            raise Refused("invalid_blocks", "a section without text")
        if "text" in block:
            check_text(block["text"], "section", {"plain_text", "mrkdwn"})
        for field in several(block.get("fields", [None]), MOST_FIELDS) if "fields" in block else ():
            check_text(field, "field", {"plain_text", "mrkdwn"})
        if "accessory" in block:
            check_element(block["accessory"])
    elif kind == "actions":
        check_elements(block.get("elements"))
    elif kind == "context":
        for element in several(block.get("elements"), MOST_ELEMENTS):
            check_text(element, "context", {"plain_text", "mrkdwn"})


def _violations(text: str) -> Iterator[str]:
    for token in TOKEN.findall(text):
        if token.startswith(("!", "@", "#")):
            yield f"a mention, <{token}>"
        elif not LINK.fullmatch(token):
            yield f"a malformed link, <{token}>"
    rest = re.sub(r"^> ", "", TOKEN.sub("", text), flags=re.MULTILINE)
    if "<" in rest or ">" in rest or ENTITY.search(rest):
        yield f"an unescaped sign in {text!r}"
