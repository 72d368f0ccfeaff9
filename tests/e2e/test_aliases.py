"""An alias that is pointed elsewhere keeps its name: what pins it is told that it is another model."""

from __future__ import annotations

import json
from datetime import timedelta

from monitor.core.references import parse
from monitor.service.known import known
from monitor.service.pins import look
from monitor.store.engine import reading
from tests.e2e.conftest import World


def listing(target: str) -> str:
    rows = [{"id": f"acme/m-{n}", "name": f"M {n}", "created": 1_750_000_000} for n in range(60)]
    return json.dumps({"data": [*rows, {"id": "~acme/m-latest", "name": "M", "alias_target": {"slug": target}}]})


def test_a_pin_on_an_alias_is_told_since_when_it_is_another_model(world: World) -> None:
    world.pins = ("openrouter/~acme/m-latest",)
    for day, target in (("2026-08-01", "acme/m-1"), ("2026-08-20", "acme/m-2")):
        world.pages.documents["openrouter/models"] = listing(target)
        world.round(day)

    with world.service("2026-08-22") as service, reading(service.engine) as session:
        view = known(session, service, service.clock.now())
        finding = look(parse(world.pins[0]), view, horizon=timedelta(days=180))

    (note,) = [note for note in finding.notes if "another model" in note]
    assert "2026-08-20" in note
    assert "acme/m-1" in note
    assert "acme/m-2" in note
    assert world.told == ["~acme/m-latest is another model now · ranker"]
    said = str(world.slack.ledger[0].blocks)
    assert "answers requests for this name with `acme/m-2` now" in said
    assert "When you were told last, it was acme/m-1." in said
