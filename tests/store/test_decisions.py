"""Decisions and overrides in the database: the last one counts, and none is ever altered."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitor.core.decisions import Decision, DecisionKind
from monitor.core.lifecycle import Status
from monitor.core.overrides import Level, Override
from monitor.errors import OwnedByFile, RegistryError
from monitor.store import decisions, overrides, registering
from monitor.store.decisions import Key
from monitor.store.engine import Engine, Session, reading, transaction
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner
from tests.store.samples import HOUR, NASTY, NOW

SNOOZE = Decision(
    DecisionKind.SNOOZED, NOW, "ana", Status.DEPRECATED, date(2026, 10, 23), date(2026, 9, 1), None, "the new prompt"
)
MODEL: Key = ("ranker", "openai", "gpt-4-0314", "")


def project(session: Session, name: str = "ranker") -> int:
    if name == "ranker":
        registering.add_team(session, TeamEntry("search"), owner=Owner.CLI, at=NOW)
    return registering.add_project(session, name, team="search", owner=Owner.CLI, at=NOW).id


class TestDecisions:
    def test_each_is_read_as_it_was_made_and_the_last_of_a_model_counts(self, database: Engine) -> None:
        plan = replace(SNOOZE, kind=DecisionKind.PLANNED, at=NOW + HOUR, owner="bob", shutdown_on=None)
        with transaction(database) as session:
            ranker, indexer = project(session), project(session, "indexer")
            first = decisions.add(session, ranker, MODEL, "openai/gpt-4-0314", SNOOZE)
            second = decisions.add(session, ranker, MODEL, "openai/gpt-4-0314", plan)
            other = decisions.add(session, ranker, (*MODEL[:3], "eu"), "eu.gpt", SNOOZE)
            elsewhere = decisions.add(session, indexer, ("indexer", *MODEL[1:]), "gpt-4-0314", SNOOZE)
        with reading(database) as session:
            assert decisions.last(session) == {row.key: row for row in (second, other, elsewhere)}
            assert decisions.history(session, project="ranker") == [other, second, first]
            assert decisions.history(session, limit=1) == [elsewhere]
            assert second.decision == plan
            assert second.project == "ranker"

    @pytest.mark.parametrize("text", NASTY.values(), ids=NASTY.keys())
    def test_any_request_is_found_again_by_its_key(self, database: Engine, text: str) -> None:
        with transaction(database) as session:
            made = decisions.add(
                session, project(session), MODEL, "gpt", replace(SNOOZE, reason=text), request_key=text
            )
        with reading(database) as session:
            assert decisions.of_request(session, text) == (made if text else None)
            assert decisions.of_request(session, text + "x") is None


BY = "team search"
STATED = Override("openai/gpt-4", "openai/gpt-4.1", "measured", BY, Level.TEAM)


def put(session: Session, stated: Override, about: str = "search", owner: Owner = Owner.CLI) -> bool:
    return overrides.put(session, stated, about, owner=owner, at=NOW)


def in_force(session: Session) -> list[tuple[str, str, str]]:
    return [(r.override.level.value, r.about, r.override.replacement) for r in overrides.overrides(session)]


class TestOverrides:
    def test_the_last_of_each_counts_and_the_same_again_changes_nothing(self, database: Engine) -> None:
        other = replace(STATED, replacement="openai/gpt-5.6-sol")
        with transaction(database) as session:
            assert put(session, STATED)
            assert not put(session, STATED)
            assert put(session, other)
            assert put(session, replace(STATED, level=Level.PROJECT), "ranker")

            assert in_force(session) == [
                ("project", "ranker", "openai/gpt-4.1"),
                ("team", "search", "openai/gpt-5.6-sol"),
            ]
            assert overrides.overrides(session)[1].override == other

    def test_what_is_withdrawn_is_gone_and_can_be_stated_again(self, database: Engine) -> None:
        def withdraw(session: Session) -> None:
            overrides.withdraw(session, Level.TEAM, "search", STATED.model, who="ana", owner=Owner.CLI, at=NOW)

        with transaction(database) as session:
            put(session, STATED)
            withdraw(session)
            assert in_force(session) == []
            with pytest.raises(RegistryError, match=r"no override of openai/gpt-4 is stated there"):
                withdraw(session)
            assert put(session, STATED)

    def test_the_file_keeps_its_own_in_step_and_nobody_elses(self, database: Engine) -> None:
        mine = replace(STATED, level=Level.OPERATOR)
        changed = replace(mine, reason="measured twice")
        with transaction(database) as session:
            put(session, STATED)
            overrides.sync(session, [mine], at=NOW)
            overrides.sync(session, [mine], at=NOW + HOUR)
            assert [row.at for row in overrides.overrides(session)] == [NOW, NOW]
            with pytest.raises(OwnedByFile, match="configuration file"):
                put(session, changed, "")
            with pytest.raises(OwnedByFile):
                overrides.withdraw(session, Level.OPERATOR, "", mine.model, who="ana", owner=Owner.CLI, at=NOW)
            overrides.sync(session, [changed], at=NOW + HOUR)
            assert [row.override.reason for row in overrides.overrides(session)] == ["measured", "measured twice"]
            overrides.sync(session, [], at=NOW + HOUR)
            assert in_force(session) == [("team", "search", "openai/gpt-4.1")]
