"""Whether a request comes from Slack: docs.slack.dev, "Verifying requests from Slack"."""

from __future__ import annotations

import re
from datetime import datetime

from slack_sdk.signature import Clock, SignatureVerifier

STAMP = re.compile(r"\d{1,12}", re.ASCII)
SIGNATURE = re.compile(r"v0=[0-9a-f]{64}", re.ASCII)


class _At(Clock):
    def __init__(self, now: datetime) -> None:
        self._now = now.timestamp()

    def now(self) -> float:
        return self._now


def is_genuine(secret: str, body: bytes, stamp: str, signature: str, now: datetime) -> bool:
    """Whether Slack has signed this body with our secret, at most five minutes from `now` (aware).

    `stamp` and `signature` are the headers X-Slack-Request-Timestamp and X-Slack-Signature.
    """
    if not STAMP.fullmatch(stamp) or not SIGNATURE.fullmatch(signature):
        return False
    try:
        return SignatureVerifier(secret, _At(now)).is_valid(body, stamp, signature)
    except UnicodeDecodeError:
        return False
