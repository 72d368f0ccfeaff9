"""What was opened elsewhere for a model is closed once nobody pins it any more."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from monitor.core.alerts import Place
from monitor.core.lifecycle import Status
from monitor.core.policy import Told
from monitor.core.repositories import repository_at
from monitor.core.tickets import Resolved
from monitor.notify.github import body as issues
from monitor.service import administration, payloads
from monitor.service.handing_over import handed_over
from monitor.service.known import known
from monitor.service.pins import pinned_models
from monitor.service.tickets import close_done
from monitor.store import alerts, registry, tables
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


def told(shop: Office, project: str, key: str, **about: Any) -> None:
    """The project was told of the model, and what was opened for it is there."""
    one = alert(dedup_key=key, **about)
    with transaction(shop.service.engine) as session:
        new = NewAlert(registry.project(session, project).id, one, payloads.of_alert(one))
        alerts.add_alerts(session, [new], at=shop.clock.now())


def ended(shop: Office) -> list[Resolved]:
    bodies = select(tables.Payload.body).join(tables.Outbox).where(tables.Outbox.kind == "resolved")
    with reading(shop.service.engine) as session:
        messages = [payloads.message("resolved", body) for body in session.scalars(bodies)]
    return [m for m in messages if isinstance(m, Resolved)]


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


def test_an_id_that_no_source_named_and_one_names_now_is_not_said_to_be_pinned_no_longer(shop: Office) -> None:
    administration.add_pin(shop.service, "indexer", Place("gpt-4-0314"), who="t", owner="cli")
    told(shop, "indexer", "a", provider="", places=(Place("gpt-4-0314"),))

    close_done(shop.service)

    assert {r.why for r in ended(shop)} == {"a source names it now"}


def test_what_one_project_no_longer_pins_closes_its_own_issue_and_not_that_of_its_twin_in_the_repository(
    shop: Office,
) -> None:
    number = pin(shop, "indexer")
    pin(shop, "twin")
    told(shop, "indexer", "a")
    told(shop, "twin", "b")
    administration.retire_pin(shop.service, "indexer", number, who="t")

    close_done(shop.service)

    assert [(r.project, r.model_id) for r in ended(shop)] == [("indexer", "gpt-4-0314")] * 2
    assert issues.mark("indexer", "openai", "gpt-4-0314") != issues.mark("twin", "openai", "gpt-4-0314")


def test_a_model_that_is_no_longer_pinned_in_one_scope_ends_what_was_opened_for_that_one_alone(shop: Office) -> None:
    versions = ("2024-05-13", "2024-08-06")
    pins = [
        administration.add_pin(shop.service, "indexer", Place(f"azure/gpt-4o@{v}"), who="t", owner="cli")
        for v in versions
    ]
    for version in versions:
        told(shop, "indexer", version, provider="azure", model_id="gpt-4o", scope=version)
    administration.retire_pin(shop.service, "indexer", pins[0].id, who="t")

    close_done(shop.service)

    assert {(r.model_id, r.scope) for r in ended(shop)} == {("gpt-4o", "2024-05-13")}
    assert len({issues.mark("indexer", "azure", "gpt-4o", scope) for scope in ("", *versions)}) == 3


OPS = """
[[teams]]
name = "ops"
slack_channel = "#ops"
[teams.github]
token_env = "GITHUB"
api_url = "http://api.github.com/"
repository = "{}"
"""


@pytest.mark.parametrize(
    ("repository", "closed"), [("acme/ranker", ["pagerduty"]), ("acme/other", ["github", "pagerduty"])]
)
def test_a_project_that_goes_to_another_team_ends_what_the_one_before_has_to_itself(
    tmp_path: Path, migrated_sqlite: str, repository: str, closed: list[str]
) -> None:
    with office(tmp_path, migrated_sqlite, ways=WAYS + OPS.format(repository)) as shop:
        now = shop.clock.now()
        with transaction(shop.service.engine) as session:
            view = known(session, shop.service, now)
            (pinned,) = pinned_models(registry.pins(session), view, (30,))
            before = Told(Status.RETIRED, team=pinned.team.id)
            theirs = replace(pinned, team=registry.team(session, "ops"))
            after = handed_over(session, shop.service, theirs, before, now)
            quiet = handed_over(session, shop.service, theirs, Told(Status.ACTIVE, team=pinned.team.id), now)

        assert after == replace(before, team=None, closed_at=now)
        assert quiet is not None
        assert quiet.closed_at == now
        assert sorted(resolved(shop)) == closed


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
        *(
            (address, "https://api.github.com/", "acme/ranker")
            for address in (
                "git@github.com:acme/ranker.git",
                "ssh://git@github.com/acme/ranker.git",
                "ssh://git@ssh.github.com:443/acme/ranker.git",
                "git+https://github.com/acme/ranker.git",
                "github.com/acme/ranker",
                "www.github.com/acme/ranker/",
                "https://www.github.com/acme/ranker",
                "https://GitHub.com/acme/ranker#readme",
                "https://github.com/acme/ranker/tree/main/services/x",
            )
        ),
        ("git@github.acme.example:a/b.git", "https://github.acme.example/api/v3/", "a/b"),
        ("https://gitlab.com/acme/ranker", "https://api.github.com/", None),
        ("https://gitlab.com/github.com/acme/ranker", "https://api.github.com/", None),
        ("https://github.com.evil.example/acme/ranker", "https://api.github.com/", None),
        ("https://github.com/acme", "https://api.github.com/", None),
        ("https://github.com/orgs/acme/repositories", "https://api.github.com/", None),
        ("https://github.com/acme/..", "https://api.github.com/", None),
        ("https://github.com/acme/.git", "https://api.github.com/", None),
        ("acme/ranker", "https://api.github.com/", None),
        ("the ranker's, on github.com/acme/ranker", "https://api.github.com/", None),
        (None, "https://api.github.com/", None),
    ],
)
def test_a_repository_is_known_by_its_host(address: str | None, api: str, expected: str | None) -> None:
    assert repository_at(address, api) == expected
