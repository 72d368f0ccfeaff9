"""A pin that no source names: its team is told once, as soon as that is certain, and not where somebody has decided."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from monitor.core.alerts import Alert, Place
from monitor.core.decisions import DecisionKind
from monitor.service import administration, deciding, digest, payloads
from monitor.service.app import Service
from monitor.service.deciding import Wish
from monitor.service.known import known
from monitor.service.remind import Reminded, remind
from monitor.service.unheard import unheard
from monitor.store import alerts, sources, tables
from monitor.store.engine import reading, transaction
from monitor.store.states import Health
from tests.service.conftest import TODAY, one_team

TYPO = "openai/gpt-4-061"
LATER = TODAY + timedelta(days=60)


def pin(service: Service, reference: str) -> None:
    administration.add_pin(service, "ranker", Place(reference, location="rank.py:7"), who="ana", owner="cli")


def told(service: Service) -> list[Alert]:
    with reading(service.engine) as session:
        return [payloads.alert(row.payload) for row in alerts.alerts(session, project="ranker")]


def test_its_team_is_told_once_with_the_nearest_ids_and_never_urgently(service: Service) -> None:
    pin(service, TYPO)

    assert remind(service) == Reminded(1, 1)
    assert remind(service) == Reminded(0, 0)
    (news,) = told(service)
    assert (news.severity, news.urgency) == ("unknown", "later")
    assert (news.note or "").startswith("the nearest known: openai/gpt-4-0613")


def test_it_is_in_one_message_with_what_else_is_in_trouble(service: Service) -> None:
    pin(service, TYPO)
    pin(service, "openai/gpt-4-0314")

    assert remind(service) == Reminded(2, 1)


def test_it_waits_until_the_team_is_spoken_to(tmp_path: Path, migrated_sqlite: str) -> None:
    with one_team(tmp_path, migrated_sqlite, "ranker", more='[alerts]\nworking_days = ["mon"]\n') as service:
        pin(service, TYPO)

        assert remind(service) == Reminded(0, 0)


def test_it_waits_until_every_source_that_could_name_it_has_been_asked(service: Service) -> None:
    pin(service, TYPO)
    with transaction(service.engine) as session:
        sources.ensure(session, {"openai/models": "openai"}, at=service.clock.now())

    assert remind(service) == Reminded(0, 0)
    with transaction(service.engine) as session:
        session.execute(update(tables.Source).values(state=Health.FAILED))
    assert remind(service) == Reminded(1, 1)


@pytest.mark.parametrize("kind", [DecisionKind.WAIVED, DecisionKind.ACKNOWLEDGED, DecisionKind.NOT_OURS])
def test_nothing_is_told_where_somebody_has_decided_and_the_digest_says_what(
    service: Service, kind: DecisionKind
) -> None:
    pin(service, TYPO)
    until = LATER if kind is DecisionKind.WAIVED else None
    deciding.decide(service, "ranker", TYPO, Wish(kind, until=until, reason="our own"), who="ana")

    assert remind(service) == Reminded(0, 0)
    (week,) = digest.digests(service)
    (listed,) = week.unwatched
    assert listed.decision.endswith("by ana: our own")


def test_whoever_registers_it_hears_it_and_one_that_is_known_is_not_spoken_of(service: Service) -> None:
    with reading(service.engine) as session:
        view = known(session, service, service.clock.now())

    (said,) = unheard([TYPO, TYPO, "openai/gpt-4-0613"], view)
    assert str(said).startswith(f"no source names {TYPO} (a typo? a private deployment?)")
    assert said.nearest[0] == "openai/gpt-4-0613"
