"""Throw-away PostgreSQL databases; what wants one skips where no server answers."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

POSTGRES = "127.0.0.1:5432"


@contextmanager
def empty_database() -> Iterator[str]:
    """The address of an empty database that goes away at the end."""
    psycopg = pytest.importorskip("psycopg", reason="PostgreSQL's driver is not installed")
    name = f"monitor_test_{os.getpid()}_{secrets.token_hex(6)}"
    try:
        server = psycopg.connect(f"postgresql://postgres@{POSTGRES}/postgres", connect_timeout=2, autocommit=True)
    except psycopg.OperationalError as error:
        pytest.skip(f"no PostgreSQL answers the user postgres at {POSTGRES}: {str(error).strip().splitlines()[0]}")
    with server:
        server.execute(f'CREATE DATABASE "{name}" TEMPLATE template0')
        try:
            yield f"postgresql+psycopg://postgres@{POSTGRES}/{name}"
        finally:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
