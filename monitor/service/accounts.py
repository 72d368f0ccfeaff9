"""Who asks a source: two accounts see different model lists on the same day."""

from __future__ import annotations

from monitor.service.app import Service
from monitor.service.asking import address
from monitor.sources.spec import Auth, Source
from monitor.store import accounts


def account(service: Service, source: Source, salt: bytes) -> str:
    """The fingerprint of who asks a source: the key, and the address that is asked with it; never the key itself.

    `salt` is the database's (`store.accounts.salt`).

    A mirror is given no key: what it holds was shown to whoever filled it, so that it is an account of its own.
    Amazon's list is the region's, whoever signs for it, and the keys of a role change by the hour.

    Raises:
        MissingDocument: the source has no address yet.
    """
    if source.auth is Auth.NONE:
        return accounts.EVERYBODY
    keyless = service.settings.fetch.mirror or source.auth is Auth.SIGV4
    key = None if keyless else service.settings.source_key(source.id, source.key_env, service.environ)
    return accounts.fingerprint(salt, address(service, source), key or "")
