"""One request that does something elsewhere: posts, changes or asks, and is answered, whatever the answer is.

Where a fetch wants a document, this wants to know what became of a message: so every status comes back as it is, no
redirect is followed, and an error says whether the request had gone out. The guard and the limits are those of a fetch.
"""

from __future__ import annotations

import time
from contextlib import closing
from dataclasses import dataclass

import httpcore
import httpx

from monitor.errors import AnswerLost, BadAnswer, FetchError, FetchTimeout
from monitor.fetch import addresses, answers, body
from monitor.fetch.limits import MIB, Budget, Limits
from monitor.fetch.network import GuardedNetwork, Network
from monitor.fetch.transport import GuardedTransport

LIMITS = Limits(total_seconds=10.0, max_bytes=MIB, max_packed_bytes=MIB, max_redirects=0)
_SENDING = ("http11.send_request_headers.started", "http11.send_request_body.started")


@dataclass(frozen=True, slots=True)
class Reply:
    """What a receiver answered; `headers` have lower-case names, `retry_after` is in seconds."""

    status: int
    body: bytes
    headers: dict[str, str]
    retry_after: float | None


class Poster:
    """Sends requests to public addresses, one connection each. Safe to use from many threads.

    `user_agent` says who asks; `network` is what connections are made with.
    """

    def __init__(self, *, user_agent: str, network: Network | None = None, limits: Limits = LIMITS) -> None:
        self._user_agent = user_agent
        self._network = network or Network()
        self._limits = limits

    def send(
        self,
        method: str,
        url: str,
        *,
        headers: tuple[tuple[str, str], ...] = (),
        content: bytes | None = None,
        private: bool = False,
    ) -> Reply:
        """Send one request and give the answer.

        `private` is for an address that the operator has said may be inside.

        Raises:
            AnswerLost: the request was under way, and no whole answer came.
            FetchError: nothing was sent; permanent where the address is refused.
        """
        target = addresses.parse(url)
        where = f"{target.scheme}://{addresses.host_of(target)}"  # a path may be a secret
        sent: list[str] = []
        budget = Budget(self._limits, time.monotonic)
        request = httpx.Request(
            method,
            target,
            headers=self._headers(headers, where),
            content=content,
            extensions={"trace": lambda event, _: sent.append(event) if event in _SENDING else None},
        )
        try:
            with GuardedTransport(GuardedNetwork(self._network, budget, trusted=private)) as transport:
                response = transport.handle_request(request)
                with closing(response):
                    return _reply(response, budget, where)
        except (httpcore.TimeoutException, httpcore.NetworkError, httpcore.ProtocolError) as error:
            raise _lost(where, type(error).__name__, sent=bool(sent)) from None
        except (FetchTimeout, BadAnswer) as error:
            if sent:
                raise AnswerLost(error.message) from None
            raise

    def _headers(self, given: tuple[tuple[str, str], ...], where: str) -> httpx.Headers:
        ours = {"user-agent": self._user_agent, "accept-encoding": body.ACCEPT_ENCODING, "connection": "close"}
        wanted = {name.lower(): value for name, value in given} | ours
        for name, value in wanted.items():
            if not answers.is_sendable(value):
                raise FetchError(f"{where}: the header {name} has characters that cannot be sent", permanent=True)
        return httpx.Headers(wanted)


def _reply(response: httpx.Response, budget: Budget, where: str) -> Reply:
    content = body.read(response.iter_raw(), response.headers.get("content-encoding", ""), budget, where)
    headers = {name.lower(): value for name, value in response.headers.items()}
    return Reply(response.status_code, content, headers, answers.retry_after(response.headers))


def _lost(where: str, why: str, *, sent: bool) -> FetchError:
    if sent:
        return AnswerLost(f"{where}: the answer was lost ({why})")
    return FetchError(f"{where}: no connection ({why})")
