"""A person admits what was held back or rejected, and the record says so."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.core.trust import Guards
from monitor.errors import NothingHeld, StoreError, UnreadableDocument
from monitor.service.accepting import accept, suspect
from monitor.service.app import Service
from monitor.service.outcomes import Outcome
from monitor.store import audit, facts, readings, sources
from monitor.store.engine import reading
from monitor.store.states import Fate, Health
from tests.service.invented import LIST, MORNING, PAGE, at, came, document, ends, kinds, known, service

HOUR = timedelta(hours=1)
DATED = [ends(f"m-{n}", f"2026-09-{n + 1:02}") for n in range(10)]
MOVED = [ends(f"m-{n}", f"2026-12-{n + 1:02}") for n in range(10)]


@pytest.fixture
def made() -> Iterator[Service]:
    with service() as made:
        came(made, document(*DATED))
        yield made


def later(made: Service, hours: int) -> Service:
    return at(made, MORNING + hours * HOUR)


class TestWhatWouldChange:
    def test_it_shows_rows_that_appear_or_vanish_and_dates_that_move(self, made: Service) -> None:
        rows = [ends("m-0", "2027-01-01", replacements=["m-9"]), *DATED[1:3], "new"]
        came(later(made, 1), document(*rows))
        found = suspect(later(made, 2), PAGE).comparison

        assert [fact.model_id for fact in found.appear] == ["new"]
        assert [fact.model_id for fact in found.vanish] == [f"m-{n}" for n in range(3, 10)]
        assert [(a.fact.model_id, a.name, a.before, a.after) for a in found.dates] == [
            ("m-0", "shutdown_on", "2026-09-01", "2027-01-01")
        ]
        assert [(a.name, a.before, a.after) for a in found.others] == [("replacements", None, "m-9")]

    def test_looking_changes_nothing(self, made: Service) -> None:
        came(later(made, 1), document(*MOVED))
        before = known(made)
        suspect(later(made, 2), PAGE)

        assert known(made) == before
        with reading(made.engine) as session:
            assert audit.notes(session) == []


class TestAccepting:
    def test_a_held_document_is_applied_as_by_a_poll(self, made: Service) -> None:
        came(later(made, 1), document(*MOVED))
        now = later(made, 2)
        changes = accept(now, suspect(now, PAGE), who="cli (ada)", why="seen on their page")
        with reading(made.engine) as session:
            state = sources.state(session, PAGE.id)
            recorded = facts.changes(session)

        assert state
        assert [change.kind.value for change in changes] == ["shutdown_date_moved"] * 10
        assert {row.at for row in recorded} == {MORNING + 2 * HOUR}
        assert {str(o.fact.shutdown_on)[:7] for o in known(made).values()} == {"2026-12"}
        assert (state.state, state.reason, state.failures, state.held_sha256) == (Health.OK, "", 0, None)

    def test_a_rejected_document_can_be_accepted_too(self, made: Service) -> None:
        assert came(later(made, 1), document(*DATED[:2])).reason == "8 of 10 known rows are missing"
        now = later(made, 2)
        changes = accept(now, suspect(now, PAGE), who="cli")

        assert {change.kind.value for change in changes} == {"row_vanished"}
        assert len(changes) == 8

    def test_its_facts_are_no_fresher_for_being_accepted_late(self, made: Service) -> None:
        for hours in (1, 3):
            came(later(made, hours), document(*DATED[:2]))
        now = later(made, 50)
        accept(now, suspect(now, PAGE), who="cli")
        with reading(made.engine) as session:
            state = sources.state(session, PAGE.id)

        assert state
        assert state.last_good_at == MORNING + 3 * HOUR
        assert {o.last_seen for o in known(made).values()} == {MORNING, MORNING + 3 * HOUR}
        assert known(made)["m-5"].gone_since == MORNING + 3 * HOUR

    def test_the_act_is_in_the_audit_and_in_the_log(self, made: Service) -> None:
        held = came(later(made, 1), document(*MOVED))
        now = later(made, 2)
        accept(now, suspect(now, PAGE), who="cli (ada)", why="a wave, I called them")
        with reading(made.engine) as session:
            (note,) = audit.notes(session)
            (last,) = readings.newest(session, PAGE.id)

        assert (note.at, note.who, note.what) == (MORNING + 2 * HOUR, "cli (ada)", "document accepted")
        assert note.detail == f"acme/deprecations {held.document_sha256} (held: {held.reason}): a wave, I called them"
        assert (last.fate, last.reason) == (Fate.ACCEPTED, "a wave, I called them")
        assert last.document_sha256 == held.document_sha256

    def test_the_next_poll_of_the_same_document_finds_it_unchanged(self, made: Service) -> None:
        came(later(made, 1), document(*DATED[:2]))
        accept(later(made, 2), suspect(later(made, 2), PAGE), who="cli")

        assert came(later(made, 3), document(*DATED[:2])).outcome is Outcome.UNCHANGED

    def test_a_first_document_that_is_accepted_is_a_baseline(self, made: Service) -> None:
        strict = replace(LIST, guards=Guards(min_facts=3))
        assert came(later(made, 1), document("a", "b"), source=strict).outcome is Outcome.SUSPECT
        changes = accept(later(made, 2), suspect(later(made, 2), strict), who="cli")

        assert changes == ()
        assert {"a", "b"} <= known(made).keys()


class TestRefusals:
    def test_there_is_nothing_to_accept_of_a_source_that_was_never_read(self, made: Service) -> None:
        with pytest.raises(NothingHeld, match="nothing of acme/models waits to be accepted: it has sent no document"):
            suspect(made, LIST)

    def test_nor_where_the_last_document_was_believed(self, made: Service) -> None:
        came(later(made, 1), document(problem="a login page"))
        came(later(made, 2), document(*DATED))

        with pytest.raises(NothingHeld, match="its last document was believed"):
            suspect(later(made, 3), PAGE)

    @pytest.mark.parametrize(
        ("body", "why"),
        [
            (document(problem="it is a page for robots: verify you are human"), "verify you are human"),
            (document(), "it says nothing of any model"),
        ],
    )
    def test_a_captcha_or_an_empty_page_cannot_be_accepted(self, made: Service, body: bytes, why: str) -> None:
        assert came(later(made, 1), body).outcome is Outcome.SUSPECT

        with pytest.raises(UnreadableDocument, match=f"the last document of acme/deprecations cannot.*{why}"):
            suspect(later(made, 2), PAGE)

    def test_a_document_that_was_followed_by_another_meanwhile_is_not_accepted(self, made: Service) -> None:
        came(later(made, 1), document(*DATED[:2]))
        looked = suspect(later(made, 2), PAGE)
        came(later(made, 3), document(*DATED[:3]))

        with pytest.raises(StoreError, match="was read again meanwhile"):
            accept(later(made, 4), looked, who="cli")
        assert kinds(came(later(made, 5), document(*DATED))) == []
