from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from monitor.fetch import Fetcher
from monitor.fetch.network import Network
from tests.fetch.servers import USER_AGENT, Site, running


@pytest.fixture
def site() -> Iterator[Site]:
    with running(Site()) as site:
        yield site


@pytest.fixture
def elsewhere() -> Iterator[Site]:
    """A second server, which is another origin."""
    with running(Site()) as site:
        yield site


@pytest.fixture(scope="session")
def network() -> Network:
    """The real one."""
    return Network()


@pytest.fixture
def fetcher_for(site: Site, network: Network) -> Callable[..., Fetcher]:
    """Makes fetchers that may reach the local server, and nothing else that is private."""

    def make(*, trusted_origins: tuple[str, ...] = (site.origin,), **options: Any) -> Fetcher:
        return Fetcher(user_agent=USER_AGENT, network=network, trusted_origins=trusted_origins, **options)

    return make


@pytest.fixture
def fetcher(fetcher_for: Callable[..., Fetcher]) -> Fetcher:
    return fetcher_for()
