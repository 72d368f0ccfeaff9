"""R15: PostgreSQL ends in the middle of a round; whatever was under way, no alert is lost and none is doubled."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from monitor.errors import StoreError
from monitor.service.poll import poll
from monitor.service.remind import remind
from monitor.store import outbox
from monitor.store.engine import reading
from monitor.store.states import Delivery
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, mirror, openai_page
from tests.e2e.own_postgres import OwnServer, own_server
from tests.fakes.slack import FakeSlack

PAGE = "openai/deprecations"
OURS = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5`"),))
POINTS = ("poll.fetched", "poll.gathered", "poll.applied", "remind.queued", "deliver.sent", "deliver.claimed")


@pytest.fixture(scope="module")
def server() -> Iterator[OwnServer]:
    with own_server() as made:
        yield made


@pytest.mark.parametrize(
    ("point", "back"), [*((p, "at once") for p in POINTS), *((p, "after the round") for p in POINTS[::2])]
)
def test_a_database_that_goes_away_costs_no_alert_and_doubles_none(
    tmp_path: Path, server: OwnServer, point: str, back: str
) -> None:
    address = server.database(f"{point} {back}")
    with mirror() as pages, FakeSlack() as slack:
        world = World(tmp_path, address, pages, slack)
        pages.documents[PAGE] = openai_page(OURS)
        cut_off(world, server, "2025-11-13", point, back)
        with world.service("2025-11-14") as service:
            for _ in range(2):
                poll(service, [PAGE])
                remind(service)
                world.deliver(service)
            with reading(service.engine) as session:
                states = {item.state for item in outbox.items(session)}

        assert world.told in [[f"gpt-4-0314 stops answering in {left} days · ranker"] for left in (133, 132)]
        assert states == {Delivery.SENT}


def cut_off(world: World, server: OwnServer, day: str, point: str, back: str) -> None:
    """Run the round of a day in which the server ends at `point`; each part of it as far as it goes."""
    reached = []

    def checkpoint(name: str) -> None:
        if name == point and not reached:
            reached.append(name)
            server.stop()
            if back == "at once":
                server.start()

    with world.service(day, checkpoint) as service:
        parts: tuple[Callable[[], object], ...] = (
            lambda: poll(service, [PAGE]), lambda: remind(service), lambda: world.deliver(service),
        )  # fmt: skip
        for part in parts:
            with suppress(StoreError):
                part()
    server.start()
    assert reached == [point]
