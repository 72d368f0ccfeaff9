"""Put a process's service together from its settings: database opened, registry in step with the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

from monitor.catalog import facts as catalog
from monitor.config import Settings, SourceSettings
from monitor.core.facts import Authority
from monitor.core.trust import Guards
from monitor.errors import ConfigError
from monitor.service import registry
from monitor.service.app import Service
from monitor.service.clock import Clock
from monitor.sources import model_lists
from monitor.sources.registry import all_sources
from monitor.sources.spec import Auth, Source
from monitor.store import engine as database
from monitor.store import schema


@contextmanager
def assembled(
    settings: Settings, environ: Mapping[str, str], *, day: date | None = None, migrate: bool = False
) -> Iterator[Service]:
    """The service for one command or process; its database connection is closed at the end.

    `day` replaces the date everywhere. `migrate` brings a PostgreSQL database up to date first; SQLite always is.

    Raises:
        DatabaseUnreachable, DatabaseVersion: the database cannot serve.
        ConfigError: a source in the settings that does not exist.
        RegistryError: the file's registry contradicts entries made by other means.
    """
    sources = sources_of(settings)
    engine = database.connect(settings.database.address(environ))
    try:
        schema.prepare(engine, migrate_postgres=migrate)
        service = Service(settings, engine, Clock(day), sources, catalog.load(), environ)
        registry.sync(service)
        yield service
    finally:
        engine.dispose()


def sources_of(settings: Settings) -> dict[str, Source]:
    """The sources that are switched on, with what the settings say otherwise of each."""
    known = dict(all_sources())
    for source_id, own in settings.sources.items():
        if own.kind:
            known[source_id] = _own_list(source_id, own)
        elif source_id not in known:
            raise ConfigError(
                f'sources."{source_id}": there is no such source',
                hint='`model-monitor source list` names them; a list of your own needs kind = "openai-compatible"',
            )
        else:
            source = known[source_id]
            known[source_id] = replace(
                source,
                url=own.url or source.url,
                page_url=own.page_url or source.page_url,
                key_env=own.api_key_env or source.key_env,
            )
        if not own.enabled:
            del known[source_id]
    return dict(sorted(known.items()))


def _own_list(source_id: str, own: SourceSettings) -> Source:
    """A model list of the user's own, in OpenAI's shape."""
    return Source(
        id=source_id,
        provider=source_id.partition("/")[0],
        authority=Authority.AGGREGATOR,
        url=own.url,
        page_url=own.page_url,
        read=model_lists.read_openai_compatible,
        guards=Guards(headings=("data",)),
        auth=Auth.BEARER if own.api_key_env or own.api_key_file else Auth.NONE,
        key_env=own.api_key_env or None,
        verified=False,
    )
