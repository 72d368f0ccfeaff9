"""Posting to a receiver of the team's own, signed so that it can tell us from others and a replay from the first time.

The signature is that of Stripe's webhooks: HMAC-SHA256 over the time in seconds, a full stop and the body.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from datetime import datetime
from typing import Any

from monitor.notify import posting
from monitor.notify.posting import Post

SIGNATURE, ID = "x-model-monitor-signature", "x-model-monitor-id"
DOING = "posting to the team's webhook"
HINT = "check the address that the team's webhook table names"


class Webhook:
    """One receiver. `private` is set where the operator has said that its address may be inside."""

    def __init__(self, post: Post, url: str, secret: str, *, private: bool = False) -> None:
        self._post = post
        self._url = url
        self._secret = secret
        self._private = private

    def send(self, payload: dict[str, Any], at: datetime) -> None:
        """Post a payload once, signed as of `at` (aware). Any 2xx is a success. Raises DeliveryError."""
        content = json.dumps(payload, ensure_ascii=False).encode()
        headers = ((ID, str(payload["id"])), (SIGNATURE, signature(content, self._secret, at)))
        reply = posting.send(self._post, DOING, self._url, content, headers=headers, private=self._private)
        if reply.status not in posting.OK:
            raise posting.refusal(DOING, reply, hint=HINT)


def signature(content: bytes, secret: str, at: datetime) -> str:
    """The header's value: `t=<seconds>,v1=<hexadecimal HMAC-SHA256 of "<seconds>.<content>">`."""
    seconds = int(at.timestamp())
    signed = hmac.new(secret.encode(), f"{seconds}.".encode() + content, hashlib.sha256).hexdigest()
    return f"t={seconds},v1={signed}"
