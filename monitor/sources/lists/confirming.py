"""Is a model that went missing from its list really gone? What one free question for it, by its id, was answered.

A bare 404 is "missing": it may be a permission. Only a provider's own word that the model was retired makes it gone.
"""

from __future__ import annotations

import json
import re
from http import HTTPStatus
from urllib.parse import quote

from monitor.core.presence import Confirmation
from monitor.sources.spec import Source

MAX_MESSAGE = 2_000
MAX_QUOTE = 300  # characters, as of every fact

REFUSALS = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.FORBIDDEN,
    HTTPStatus.NOT_FOUND,
    HTTPStatus.GONE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
CODES = {"model_decommissioned", "model_deprecated", "model_retired", "modeldeprecated", "modelretired"}

_ENDED = re.compile(
    r"\bmodel\b.*?\b(?:(?:has been|was|is)(?: now)? "
    r"(?:decommissioned|retired|removed|deprecated|discontinued|shut ?down|sunset|withdrawn)"
    r"|no longer (?:available|supported|served)|reached (?:the |its )?end[ -]of[ -](?:its )?life)",
    re.IGNORECASE | re.DOTALL,
)
# It goes on for others: of such a model nobody said that it ended.
_FOR_SOME = re.compile(r"\b(?:new (?:users|customers)|your (?:region|account|organi[sz]ation|plan|project|key|tier))\b")


def model_address(source: Source, model_id: str) -> str | None:
    """Where the source's key asks for one model; None where that is not known.

    In `Source.model_url` "{id}" is the id as one segment of a path, "{+id}" the id with its slashes (RFC 6570).
    """
    if not source.model_url or {"", ".", ".."} & set(model_id.split("/")):
        return None
    segment, path = quote(model_id, safe=":@"), quote(model_id, safe=":@/")
    return source.model_url.replace("{id}", segment).replace("{+id}", path)


def confirmation(status: int, body: bytes) -> Confirmation:
    """What an answer to a question for one model says of it. Never raises, whatever the bytes."""
    answer = _object(body)
    if status == HTTPStatus.OK:
        return Confirmation.LISTED if answer and "error" not in answer else Confirmation.UNCLEAR
    if status not in REFUSALS:
        return Confirmation.UNCLEAR
    code, message = _words(answer)
    ended = _ENDED.search(message) is not None and _FOR_SOME.search(message.lower()) is None
    if code.lower() in CODES or ended:
        return Confirmation.GONE
    if status == HTTPStatus.GONE and not message:
        return Confirmation.GONE
    return Confirmation.MISSING if status == HTTPStatus.NOT_FOUND else Confirmation.UNCLEAR


def sentence(status: int, body: bytes) -> str:
    """What a refusal says in words, or else its code, or its status; to be shown as evidence."""
    code, message = _words(_object(body))
    return " ".join((message or code).split())[:MAX_QUOTE] or f"status {status}"


def _object(body: bytes) -> dict[str, object]:
    try:
        answer = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    return answer if isinstance(answer, dict) else {}


def _words(answer: dict[str, object]) -> tuple[str, str]:
    """The code and the message of an error answer, each empty where there is none."""
    error = answer.get("error", answer)
    if not isinstance(error, dict):
        error = {"message": error}
    code, message = error.get("code"), next((error[key] for key in ("message", "detail") if error.get(key)), "")
    return (code if isinstance(code, str) else ""), (message[:MAX_MESSAGE] if isinstance(message, str) else "")
