"""The fetcher: a request in, an answer out, or an error in words."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from http import HTTPStatus
from types import TracebackType
from typing import Self

import httpcore
import httpx

from monitor.errors import BadAnswer, BlockedAddress, FetchError, PrivateAddress
from monitor.fetch import addresses, answers, body
from monitor.fetch.limits import Budget, Limits
from monitor.fetch.network import GuardedNetwork, Network
from monitor.fetch.transport import GuardedTransport

USUAL = Limits()
MAX_PAGES = 20
REFUSAL_BYTES = 64 * 1024  # of an answer to a question, which may be an error
# What goes with a redirect to another origin. All else that a source sends may be its key, by whatever name.
HARMLESS = {"accept", "accept-language", "accept-encoding", "user-agent", "connection", "if-none-match"}


@dataclass(frozen=True, slots=True)
class Request:
    """What to fetch: `headers` are the source's own, its key among them; `etag`, `last_modified` of its last answer.

    `content` is the body of a question that is too long for an address; it is then asked by POST, and not sent on where
    a redirect leads. `private` is for an address that the operator has said may be inside: in this fetch, its scheme,
    host and port may lead to a private network, and no other.
    """

    url: str
    headers: tuple[tuple[str, str], ...] = ()
    etag: str | None = None
    last_modified: str | None = None
    content: bytes | None = None
    private: bool = False


@dataclass(frozen=True, slots=True)
class Answer:
    """A document (status 200), or word that it is unchanged since the validators that were sent (304, no body).

    `url` is the final address without query and fragment. `etag` and `last_modified` are what to send at the next
    poll; None where the source gave none, or where the body was joined from several pages.
    """

    status: int
    body: bytes
    url: str
    media_type: str | None
    etag: str | None
    last_modified: str | None


class Fetcher:
    """Fetches what is asked, politely and within limits. One for a process; safe to use from many threads.

    `user_agent` says honestly who asks. `trusted_origins` are addresses whose scheme, host and port may lead to a
    private network whoever asks: the configured mirror, and nothing else. A redirect that comes from elsewhere is not
    trusted there either. `clock` counts seconds and never runs backwards; `network` is what connections are made with.
    """

    def __init__(
        self,
        *,
        user_agent: str,
        limits: Limits = USUAL,
        trusted_origins: tuple[str, ...] = (),
        clock: Callable[[], float] = time.monotonic,
        network: Network | None = None,
    ) -> None:
        self._user_agent = user_agent
        self._limits = limits
        self._trusted = {addresses.origin_of(addresses.parse(origin)) for origin in trusted_origins}
        self._clock = clock
        self._network = network or Network()
        self._closed = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Start nothing more. What is under way ends within its limits; connections end with their exchange."""
        self._closed = True

    def get(self, request: Request) -> Answer:
        """Fetch one document.

        Raises:
            FetchError: or one of its kinds, for all that can go wrong.
        """
        return self._fetch(request, Budget(self._limits, self._clock))

    def ask(self, request: Request) -> Answer:
        """Ask something whose answer may be a refusal: whatever its status, it comes with its body, at most 64 KiB.

        No redirect is followed, and nothing is unchanged.

        Raises:
            FetchError: no whole answer came.
        """
        limits = replace(self._limits, max_bytes=min(self._limits.max_bytes, REFUSAL_BYTES))
        return self._fetch(replace(request, etag=None, last_modified=None), Budget(limits, self._clock), refusals=True)

    def get_pages(self, request: Request, next_page: Callable[[bytes], str | None], *, most: int = MAX_PAGES) -> Answer:
        """Fetch a list that may span several answers; their bodies are joined with a line break.

        `next_page` takes a page's bytes and gives the address of the next one, or None; a relative reference
        ("?after_id=…") is best, as it works on a mirror too. The limits hold for all pages together. A list is whole
        or an error, because half a list would look as if models had gone. Only a list of one page keeps its
        validators: an unchanged first page says nothing of the others.

        Raises:
            BadAnswer: more than `most` pages, pages that lead in a circle or to another origin.
            FetchError: as for `get`.
        """
        budget = Budget(self._limits, self._clock)
        page = first = self._fetch(request, budget)
        if first.status == HTTPStatus.NOT_MODIFIED:
            return first
        start = addresses.parse(request.url)
        origin = addresses.origin_of(start)
        seen = {start}
        bodies = [first.body]
        while (reference := next_page(page.body)) is not None:
            at = addresses.parse(page.url)
            url = addresses.parse(reference, base=at)
            # Who was led outside is not sent back inside by what stands there.
            if {addresses.origin_of(one) for one in ((url, at) if request.private else (url,))} != {origin}:
                raise BadAnswer(f"{page.url}: its next page is at another origin")
            if url in seen:
                raise BadAnswer(f"{page.url}: its pages lead in a circle")
            if len(bodies) == most:
                raise BadAnswer(f"{page.url}: the list has more than {most} pages")
            seen.add(url)
            page = self._fetch(Request(str(url), request.headers, private=request.private), budget)
            bodies.append(page.body)
        if len(bodies) == 1:
            return first
        return replace(first, body=b"\n".join(bodies), etag=None, last_modified=None)

    def _fetch(self, request: Request, budget: Budget, *, refusals: bool = False) -> Answer:
        if self._closed:
            raise FetchError("nothing is fetched any more: the fetcher was closed")
        url = addresses.parse(request.url)
        inside = {addresses.origin_of(url)} if request.private else self._trusted
        trusted, redirected = addresses.origin_of(url) in inside, False
        headers = self._headers(request, addresses.shown(url))
        while True:
            try:
                with self._sent(url, headers, request.content, budget, trusted=trusted) as response:
                    target = None if refusals else answers.redirect_target(response, url)
                    if target is None:
                        return _answer(response, url, headers, budget, refusals=refusals)
            except PrivateAddress as error:
                if not redirected:
                    raise
                raise _led_inside(error) from None
            if request.content is not None:
                raise BadAnswer(f"{addresses.shown(url)}: a redirect of what was sent", hint="it is not followed")
            budget.spend_redirect(addresses.shown(url))
            headers = _headers_for(target, url, headers)
            trusted = trusted and addresses.origin_of(target) in inside
            url, redirected = target, True

    @contextmanager
    def _sent(
        self, url: httpx.URL, headers: httpx.Headers, content: bytes | None, budget: Budget, *, trusted: bool
    ) -> Iterator[httpx.Response]:
        """Send one request; the answer's body is still to come."""
        where = addresses.shown(url)
        network = GuardedNetwork(self._network, budget, trusted=trusted)
        method = "GET" if content is None else "POST"
        with GuardedTransport(network) as transport:
            try:
                response = transport.handle_request(httpx.Request(method, url, headers=headers, content=content))
            except httpcore.TimeoutException:
                raise budget.timeout(where) from None
            except (httpcore.NetworkError, httpcore.ProtocolError) as error:
                raise FetchError(f"{where}: no answer: {_in_words(error)}") from None
            with closing(response):
                yield response

    def _headers(self, request: Request, where: str) -> httpx.Headers:
        """Put together what the first request carries; ours win over the source's."""
        ours = {"user-agent": self._user_agent, "accept-encoding": body.ACCEPT_ENCODING, "connection": "close"}
        if request.etag:
            ours["if-none-match"] = request.etag
        if request.last_modified:
            ours["if-modified-since"] = request.last_modified
        theirs = {name.lower(): value for name, value in request.headers}
        wanted = {"accept": "*/*", **theirs, **ours}
        for name, value in wanted.items():
            if not answers.is_sendable(value):
                raise FetchError(
                    f"{where}: the header {name} has characters that cannot be sent",
                    hint="a key from a file or the environment may hold a line break",
                    permanent=True,
                )
        return httpx.Headers(wanted)


def _led_inside(error: PrivateAddress) -> BlockedAddress:
    # Not the same error: nobody may be advised to open the way to where somebody else's answer leads.
    hint = "a redirect led there, and is followed to public addresses only"
    return BlockedAddress(error.message, hint=hint, permanent=True)


def _headers_for(target: httpx.URL, url: httpx.URL, headers: httpx.Headers) -> httpx.Headers:
    """Choose what goes with a redirect.

    A date alone does not name a document: a login page that is older than the last poll would answer "unchanged".
    """
    same_origin = addresses.origin_of(target) == addresses.origin_of(url)
    kept = {name: value for name, value in headers.items() if same_origin or name in HARMLESS}
    kept.pop("if-modified-since", None)
    return httpx.Headers(kept)


def _answer(response: httpx.Response, url: httpx.URL, sent: httpx.Headers, budget: Budget, *, refusals: bool) -> Answer:
    """Make the answer that ends a fetch, its body read whole; with `refusals`, whatever its status.

    Raises:
        BadAnswer: a status that is no document, or a body that is not whole.
        AnswerTooLarge: a limit was reached.
        FetchTimeout: the time was over.
    """
    where = addresses.shown(url)
    validators = {"etag": sent.get("if-none-match"), "last_modified": sent.get("if-modified-since")}
    if response.status_code == HTTPStatus.NOT_MODIFIED and any(validators.values()):
        document = b""
    elif response.status_code == HTTPStatus.OK or refusals:
        document = _document(response, budget, where)
        validators = dict.fromkeys(validators)
    else:
        raise answers.refusal(response, where)
    return Answer(
        status=response.status_code,
        body=document,
        url=where,
        media_type=answers.media_type(response.headers),
        etag=answers.validator(response.headers, "etag") or validators["etag"],
        last_modified=answers.validator(response.headers, "last-modified") or validators["last_modified"],
    )


def _document(response: httpx.Response, budget: Budget, where: str) -> bytes:
    try:
        return body.read(response.iter_raw(), response.headers.get("content-encoding", ""), budget, where)
    except httpcore.TimeoutException:
        raise budget.timeout(where) from None
    except (httpcore.NetworkError, httpcore.ProtocolError) as error:
        raise BadAnswer(f"{where}: the answer was cut short: {_in_words(error)}") from None


def _in_words(error: httpcore.NetworkError | httpcore.ProtocolError) -> str:
    # The library's own message may quote what the server sent, so it is neither printed nor chained.
    if isinstance(error, httpcore.NetworkError):
        return "the connection was reset"
    return "the connection was closed too early, or what came is no HTTP"
