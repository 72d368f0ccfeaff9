"""Put a process's service together from its settings: database opened, registry in step with the file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date

from monitor.catalog import facts as catalog
from monitor.config import Settings
from monitor.service import registry
from monitor.service.app import Service
from monitor.service.clock import Clock
from monitor.service.scratch import scratch
from monitor.service.sources import sources_of
from monitor.sources.spec import Source
from monitor.store import engine as database
from monitor.store import schema
from monitor.store.engine import Engine


@contextmanager
def assembled(
    settings: Settings,
    environ: Mapping[str, str],
    *,
    day: date | None = None,
    migrate: bool = False,
    makes: bool = True,
) -> Iterator[Service]:
    """The service for one command or process; its database connection is closed at the end.

    `day` replaces the date everywhere. `migrate` brings a PostgreSQL database up to date first; SQLite always is.
    Without `makes` there must be one.

    Raises:
        NoDatabase, DatabaseUnreachable, DatabaseVersion: the database cannot serve.
        ConfigError: a source in the settings that does not exist.
        RegistryError: the file's registry contradicts entries made by other means.
    """
    sources = sources_of(settings)
    engine = database.connect(settings.database.address(environ), makes=makes)
    try:
        schema.prepare(engine, migrate_postgres=migrate)
        yield _on(engine, settings, environ, day, sources)
    finally:
        engine.dispose()


@contextmanager
def unrecorded(settings: Settings, environ: Mapping[str, str], *, day: date | None = None) -> Iterator[Service]:
    """The service where there is no database yet: the bundled catalog and the settings answer, and nothing is kept."""
    sources = sources_of(settings)
    with scratch() as engine:
        yield _on(engine, settings, environ, day, sources)


def _on(
    engine: Engine, settings: Settings, environ: Mapping[str, str], day: date | None, sources: Mapping[str, Source]
) -> Service:
    facts = catalog.load()
    if settings.figures.tables:
        from monitor.service.figuring import own_tables  # noqa: PLC0415 few have any, and all would wait for its log

        facts = facts.with_figures(*own_tables(settings.figures.tables))
    service = Service(settings, engine, Clock(day), sources, facts, environ)
    registry.sync(service)
    return service
