"""What all tests share: how many examples a property is tried on, the shared documents, throw-away databases."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from tests.postgres import empty_database

CHECKOUT = Path(__file__).resolve().parent.parent

# The same examples on every machine and in every run. To search further: pytest --hypothesis-profile=explore
settings.register_profile(
    "ci",
    derandomize=True,
    database=None,
    max_examples=100,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],  # it judges by wall time, which a busy machine makes random
)
settings.register_profile("explore", max_examples=5_000, deadline=None, print_blob=True)
settings.load_profile("ci")


@pytest.fixture(scope="session", autouse=True)
def _no_name_service() -> Iterator[None]:
    """Names beyond this machine do not resolve, as if it were offline. (pytest-socket closes connections only.)"""
    resolve = socket.getaddrinfo

    def local_only(host: str | bytes | None, port: Any, *args: Any, **kwargs: Any) -> Any:
        if host not in {None, "", "localhost", b"localhost"}:
            resolve(host, None, flags=socket.AI_NUMERICHOST)  # raises gaierror unless it is an address
        return resolve(host, port, *args, **kwargs)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", local_only)
        yield


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of real documents and gold facts: $MONITOR_SHARED, or `shared` beside the checkout."""
    folder = Path(os.environ.get("MONITOR_SHARED") or CHECKOUT.parent / "shared")
    if not (folder / "pages" / "MANIFEST.tsv").is_file():
        pytest.skip(f"the shared documents are not at {folder}; set MONITOR_SHARED to the folder that holds pages/")
    return folder


@pytest.fixture
def postgres_url() -> Iterator[str]:
    """The address of an empty PostgreSQL database that goes away after the test."""
    with empty_database() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, of each kind in turn."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_url"))
    return f"sqlite:///{tmp_path / 'monitor.db'}"
