"""Alembic, kept apart: only an upgrade pays for importing it."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def upgrade(connection: Connection, migrations: Path) -> None:
    """Run all steps that the database lacks, inside the connection's transaction."""
    command.upgrade(config(connection, migrations), "head")


def config(connection: Connection, migrations: Path) -> Config:
    """Alembic's configuration, for which other projects keep an ini file; `migrations/env.py` takes the connection."""
    settings = Config(attributes={"connection": connection})
    settings.set_main_option("script_location", str(migrations).replace("%", "%%"))
    settings.set_main_option("path_separator", "os")
    return settings
