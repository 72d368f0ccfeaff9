"""What was opened elsewhere for a model is closed once nobody pins it any more."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.core.alerts import Place
from monitor.service import administration, payloads
from monitor.service.tickets import close_done
from monitor.service.ways import repository_at
from monitor.store import alerts, registry
from monitor.store.alerts import NewAlert
from monitor.store.engine import reading, transaction
from tests.notify.samples import alert
from tests.service.office import WAYS, Office, office


@pytest.fixture
def shop(tmp_path: Path, migrated_sqlite: str) -> Iterator[Office]:
    with office(tmp_path, migrated_sqlite, ways=WAYS) as made:
        for project in ("indexer", "twin"):
            administration.add_project(
                made.service, project, team="search", repository="https://github.com/acme/ranker", who="t", owner="cli"
            )
        yield made


def pin(shop: Office, project: str) -> int:
    return administration.add_pin(shop.service, project, Place("openai/gpt-4-0314"), who="t", owner="cli").id


def told(shop: Office, project: str, key: str) -> None:
    """The project was told of the model, and what was opened for it is there."""
    one = alert(dedup_key=key)
    with transaction(shop.service.engine) as session:
        new = NewAlert(registry.project(session, project).id, one, payloads.of_alert(one))
        alerts.add_alerts(session, [new], at=shop.clock.now())


def resolved(shop: Office) -> list[str]:
    return [r.channel for r in shop.rows if r.kind == "resolved"]


def test_a_pin_that_is_gone_ends_its_incident_and_issue_once(shop: Office) -> None:
    number = pin(shop, "indexer")
    told(shop, "indexer", "a")
    before = close_done(shop.service)
    administration.retire_pin(shop.service, "indexer", number, who="t")

    after, again = close_done(shop.service), close_done(shop.service)

    assert (before, after, again) == (0, 2, 0)
    assert sorted(resolved(shop)) == ["github", "pagerduty"]
    assert shop.deliver().errors == []


def test_it_is_ended_anew_where_it_was_told_anew(shop: Office) -> None:
    number = pin(shop, "indexer")
    told(shop, "indexer", "a")
    administration.retire_pin(shop.service, "indexer", number, who="t")
    close_done(shop.service)
    told(shop, "indexer", "b")

    assert close_done(shop.service) == 2


def test_an_issue_stays_open_while_another_project_of_the_repository_pins_the_model(shop: Office) -> None:
    number = pin(shop, "indexer")
    pin(shop, "twin")
    told(shop, "indexer", "a")
    administration.retire_pin(shop.service, "indexer", number, who="t")

    close_done(shop.service)

    assert resolved(shop) == ["pagerduty"]


def test_a_team_without_tickets_has_none_to_end(tmp_path: Path, migrated_sqlite: str) -> None:
    with office(tmp_path, migrated_sqlite) as made:
        told(made, "ranker", "a")
        with reading(made.service.engine) as session:
            assert len(alerts.newest_by_model(session)) == 1
        assert close_done(made.service) == 0


@pytest.mark.parametrize(
    ("address", "api", "expected"),
    [
        ("https://github.com/acme/ranker", "https://api.github.com/", "acme/ranker"),
        ("https://github.com/acme/ranker.git", "https://api.github.com/", "acme/ranker"),
        ("https://github.acme.example/a/b/", "https://github.acme.example/api/v3/", "a/b"),
        ("https://gitlab.com/acme/ranker", "https://api.github.com/", None),
        ("https://github.com/acme", "https://api.github.com/", None),
        (None, "https://api.github.com/", None),
    ],
)
def test_a_repository_is_known_by_its_host(address: str | None, api: str, expected: str | None) -> None:
    assert repository_at(address, api) == expected
