"""A check of references against a SQLite database by one look into its file.

What it saves is most of the time that such a check takes: to load SQLAlchemy and the readers of all sources, to check
the settings, and to bring the registry in step with them. It can be had while the settings are, to the byte, those that
the registry was last brought in step with, and answers as the usual way does: both make the same `Known`.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection
from datetime import datetime, timedelta
from pathlib import Path

from monitor import __version__
from monitor.catalog import facts as catalog
from monitor.catalog import shapes
from monitor.core.outline import Outline, digest
from monitor.errors import StoreError
from monitor.service.decided import by_operator
from monitor.service.known import Known, Record, providers_of, recorded
from monitor.service.narrow import Narrow
from monitor.service.pins import longest_lead
from monitor.store.glance import Glance, glance

_PLAIN = re.compile(r"sqlite:///([^:?%]+)")  # an address of a SQLite file, without options and escapes


def glanced(config: Path, now: datetime, within: timedelta, *, whole: bool) -> Narrow | None:
    """The witness, by the database of a configuration file; None where the usual way is to be taken.

    `now` is aware and in UTC, `within` and `whole` as in `Narrow`.
    """
    try:
        content = config.read_bytes()
        file = _database(config, content)
        if file is None:
            return None
        with glance(file) as look:
            outline, states = look.outline(), look.states()
    except (OSError, ValueError, RecursionError, StoreError):  # which the usual way tells in its own words
        return None
    if outline is None or outline.digest != digest(__version__, str(config.absolute()), content):
        return None
    if any(source_id in states and states[source_id].last_good_at for source_id in outline.offering):
        return None  # to read what such a page offers takes its reader

    def view(providers: Collection[str] | None) -> Known:
        with glance(file) as look:
            return _known(look, outline, providers, now)

    return Narrow(view, longest_lead(outline.lead_days), within, whole)


def _database(config: Path, content: bytes) -> Path | None:
    """The database's file, as the settings read its address; None where only they can."""
    section = tomllib.loads(content.decode()).get("database", {})
    if not isinstance(section, dict) or "url_env" in section:
        return None
    found = _PLAIN.fullmatch(str(section.get("url", "sqlite:///monitor.db")))
    file = config.absolute().parent / found[1] if found else None
    return file if file and file.is_file() else None


def _known(look: Glance, outline: Outline, providers: Collection[str] | None, now: datetime) -> Known:
    states, overrides = look.states(), look.overrides()
    if overrides:  # which may name a model of any provider
        providers = None
    record = Record(
        look.observations(providers), states, by_operator(overrides, providers_of(states)), look.repointed()
    )
    listed = look.newest_document(shapes.LIST)
    tables = [lambda: shapes.listed(listed[0], shapes.LIST, listed[1])] if listed else []
    facts = catalog.load(providers)
    if outline.tables:
        from monitor.service.figuring import own_tables  # noqa: PLC0415 few have any, and all would wait for its log

        facts = facts.with_figures(*own_tables(outline.tables))
    stale_after = {source_id: outline.fresh_for(source_id) for source_id in states}
    return recorded(record, facts.with_figures(*tables), stale_after, now)
