"""How a source is asked: at its own address or on the mirror, with its key, for what changed since the last time."""

from __future__ import annotations

from http import HTTPStatus

from monitor.errors import BadAnswer, BlockedAddress, MonitorError, PrivateAddress
from monitor.fetch import Answer, Fetcher, Request, mirrored
from monitor.fetch.signing import CannotSign, signature
from monitor.service.app import Service
from monitor.sources.spec import Auth, Source
from monitor.store.states import SourceState


class MissingDocument(MonitorError):
    """A source that is skipped: its address or key is not set, or the mirror does not hold it."""


def address(service: Service, source: Source) -> str:
    """Where the source is read: its own address, or its place on the configured mirror.

    Raises:
        MissingDocument: there is no mirror, and the source has no address until the settings give it one.
    """
    mirror = service.settings.fetch.mirror
    if mirror:
        return mirrored(source.id, mirror)
    if not source.url:
        hint = f'set sources."{source.id}".url to the address of the list at your own endpoint'
        raise MissingDocument(f"no address for {source.id}", hint=hint)
    return source.url


def fetch(service: Service, web: Fetcher, source: Source, state: SourceState) -> Answer:
    """Fetch a source's document, or word that it is unchanged since the last good one.

    A mirror holds one document a source, is given no key, and need not hold every source.

    Raises:
        MissingDocument: the source is to be skipped, and why.
        FetchError: it could not be fetched.
    """
    url = address(service, source)
    ours = state.read_url == url and state.held_sha256 is None
    validators = (state.etag, state.last_modified) if ours else (None, None)
    if service.settings.fetch.mirror:
        try:
            return web.get(Request(url, source.headers, *validators))
        except BadAnswer as error:
            if error.status == HTTPStatus.NOT_FOUND and state.last_good_at is None:
                raise MissingDocument(f"the mirror does not hold {source.id}") from None
            raise
    headers = (*source.headers, *_key_header(service, source, source.url))
    request = Request(url, headers, *validators, private=source.private)
    try:
        return web.get_pages(request, source.next_page) if source.next_page else web.get(request)
    except PrivateAddress as error:
        raise BlockedAddress(error.message, hint=_if_meant(service, source), permanent=True) from None


def ask(service: Service, web: Fetcher, source: Source, url: str) -> Answer:
    """Ask a further question of a source's own host, with its key; an error's status and body are an answer too.

    Raises:
        MissingDocument: there is no key, or the address is another host's, which must not see it.
        FetchError: no answer came.
    """
    if url.split("/")[:3] != source.url.split("/")[:3]:
        raise MissingDocument(f"{source.id} has another host")
    headers = (*source.headers, *_key_header(service, source, url))
    return web.ask(Request(url, headers, private=source.private))


def _if_meant(service: Service, source: Source) -> str:
    """What to do where the address of a source is private; those that we ship are public."""
    own = service.settings.sources.get(source.id)
    if own and own.url:
        return "set private = true for this source if the address is meant"
    return "it should be public: does this network look its name up in its own way?"


def _key_header(service: Service, source: Source, url: str) -> tuple[tuple[str, str], ...]:
    if source.auth is Auth.NONE:
        return ()
    key = service.settings.source_key(source.id, source.key_env, service.environ)
    if not key:
        raise MissingDocument(f"no key for {source.id}", hint=f"set {source.key_env} to read it")
    if source.auth is Auth.SIGV4:
        try:
            return signature(url, service.environ)
        except CannotSign as why:
            raise MissingDocument(f"{source.id} cannot be asked: {why.message}", hint=why.hint) from None
    if source.auth is Auth.BEARER:
        return (("authorization", f"Bearer {key}"),)
    return ((source.auth.value, key),)
