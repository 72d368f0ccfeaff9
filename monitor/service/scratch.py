"""A throw-away database, for what is tried out or done again beside the record."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from monitor.store import engine as database
from monitor.store import schema
from monitor.store.engine import Engine


@contextmanager
def scratch() -> Iterator[Engine]:
    """An empty database that is gone at the end of the block."""
    with TemporaryDirectory(prefix="model-monitor-") as folder:
        engine = database.connect(f"sqlite:///{Path(folder) / 'scratch.db'}")
        try:
            schema.create(engine)
            yield engine
        finally:
            engine.dispose()
