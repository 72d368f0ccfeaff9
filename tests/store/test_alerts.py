"""The ledger of what projects were told."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update

from monitor.core.alerts import Alert, AlertKind, Place, Severity
from monitor.core.lifecycle import Status
from monitor.core.policy import Told
from monitor.core.settling import Unsettled
from monitor.core.urgency import Stage
from monitor.store import alerts, registering, tables
from monitor.store.alerts import NewAlert
from monitor.store.engine import Engine, reading, transaction
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner
from tests.store.samples import HOUR, NASTY, NOW

ALERT = Alert(
    dedup_key="ranker:openai:gpt-4-0314:announced:2026-03-26",
    kind=AlertKind.ANNOUNCED,
    severity=Severity.UPCOMING,
    provider="openai",
    model_id="gpt-4-0314",
    status=Status.DEPRECATED,
    places=(Place("openai/gpt-4-0314"),),
    shutdown_on=date(2026, 3, 26),
)


@pytest.fixture
def project_id(database: Engine) -> int:
    with transaction(database) as session:
        registering.add_team(session, TeamEntry("search"), owner=Owner.CLI, at=NOW)
        return registering.add_project(session, "ranker", team="search", owner=Owner.CLI, at=NOW).id


class TestTold:
    def test_the_last_telling_is_what_stands(self, database: Engine, project_id: int) -> None:
        key = (project_id, "openai", "gpt-4-0314", "")
        first = Told(Status.DEPRECATED, date(2026, 3, 26), 133, ("openai", "gpt-5"), unlisted=False)
        gone = Unsettled(None, NOW, NOW - HOUR, date(2026, 5, 1))
        last = Told(
            *(Status.RETIRED, None, None, None, True, "gpt-4-0613", date(2026, 1, 1), True, gone, Stage.STAGING, 1),
            places=(Place("openai/gpt-4-0314", "prod", None), Place("gpt-4-0314", None, "a.py:1")),
            closed_at=NOW,
        )
        with transaction(database) as session:
            alerts.record_told(session, {key: first}, at=NOW)
            assert alerts.told(session) == {key: first}
            alerts.record_told(session, {key: last}, at=NOW + HOUR)

        with reading(database) as session:
            assert alerts.told(session) == {key: last}
            assert alerts.places(session, ["ranker", "other"]) == {("ranker", *key[1:]): last.places}

    def test_an_older_entry_names_the_replacement_by_its_id_alone(self, database: Engine, project_id: int) -> None:
        key = (project_id, "openai", "gpt-4-0314", "")
        with transaction(database) as session:
            alerts.record_told(session, {key: Told(Status.RETIRED)}, at=NOW)
            session.execute(update(tables.Told).values(replacement="gpt-5"))

            assert alerts.told(session)[key].replacement == ("", "gpt-5")

    @pytest.mark.parametrize("text", NASTY.values(), ids=NASTY)
    def test_a_model_and_scope_of_any_name_is_found_again(self, database: Engine, project_id: int, text: str) -> None:
        key = (project_id, "openai", text, text)
        other = (project_id, "openai", text, text + "2")
        told = Told(Status.ACTIVE)
        with transaction(database) as session:
            for each in (key, other, key):
                alerts.record_told(session, {each: told}, at=NOW)

        with reading(database) as session:
            assert alerts.told(session) == {key: told, other: told}

    def test_every_status_has_its_place(self, database: Engine, project_id: int) -> None:
        with transaction(database) as session:
            for status in Status:
                alerts.record_told(session, {(project_id, "openai", status, ""): Told(status)}, at=NOW)
            found = alerts.told(session)

        assert {told.status for told in found.values()} == set(Status)


class TestAlerts:
    def test_an_alert_is_recorded_once(self, database: Engine, project_id: int) -> None:
        with transaction(database) as session:
            new = alerts.add_alerts(session, [NewAlert(project_id, ALERT, '{"a": 1}')], at=NOW)
            again = alerts.add_alerts(session, [NewAlert(project_id, ALERT, '{"a": 2}')], at=NOW + HOUR)
            (found,) = alerts.alerts(session)

        assert (len(new), again) == (1, [])
        assert (found.dedup_key, found.project, found.payload) == (ALERT.dedup_key, "ranker", '{"a": 1}')
        assert (found.provider, found.model_id) == ("openai", "gpt-4-0314")
        assert (found.kind, found.severity, found.created_at) == (AlertKind.ANNOUNCED, Severity.UPCOMING, NOW)

    def test_they_are_listed_newest_first_by_project(self, database: Engine, project_id: int) -> None:
        with transaction(database) as session:
            other = registering.add_project(session, "finder", team="search", owner=Owner.CLI, at=NOW)
            for number, project in enumerate([project_id, other.id, project_id]):
                alerts.add_alerts(session, [NewAlert(project, replace(ALERT, dedup_key=str(number)), "{}")], at=NOW)
            asked = [
                alerts.alerts(session),
                alerts.alerts(session, project="ranker"),
                alerts.alerts(session, project="ranker", limit=1),
            ]

        assert [[a.dedup_key for a in found] for found in asked] == [["2", "1", "0"], ["2", "0"], ["2"]]

    def test_every_kind_and_severity_has_its_place(self, database: Engine, project_id: int) -> None:
        with transaction(database) as session:
            for kind in AlertKind:
                alerts.add_alerts(
                    session, [NewAlert(project_id, replace(ALERT, kind=kind, dedup_key=kind), "{}")], at=NOW
                )
            for severity in Severity:
                one = replace(ALERT, severity=severity, dedup_key=f"severity {severity}")
                alerts.add_alerts(session, [NewAlert(project_id, one, "{}")], at=NOW)
            found = alerts.alerts(session)

        assert {a.kind for a in found} == set(AlertKind)
        assert {a.severity for a in found} == set(Severity)


def test_the_day_up_to_which_the_calendar_was_judged_is_remembered(database: Engine) -> None:
    with transaction(database) as session:
        assert alerts.judged_until(session) is None
        alerts.set_judged_until(session, date(2026, 8, 21))
        alerts.set_judged_until(session, date(2026, 8, 22))

    with reading(database) as session:
        assert alerts.judged_until(session) == date(2026, 8, 22)
