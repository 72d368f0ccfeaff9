"""The pins of a scan on both databases: entered, moved, retired and revived in bulk, and others' left alone."""

from __future__ import annotations

from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.core.alerts import Place
from monitor.errors import RegistryError
from monitor.store import audit, registering, registry, scan_entries
from monitor.store.engine import Engine, reading, transaction
from monitor.store.registry import TeamEntry
from monitor.store.scan_entries import Synced
from monitor.store.states import Owner
from tests.store.samples import HOUR, NOW


@pytest.fixture
def ranker(database: Engine) -> Engine:
    with transaction(database) as session:
        registering.add_team(session, TeamEntry("search"), owner=Owner.CLI, at=NOW)
        registering.add_project(session, "ranker", team="search", owner=Owner.CLI, at=NOW)
    return database


def sync(database: Engine, places: Iterable[tuple[str, str]], unread: tuple[str, ...] = ()) -> Synced:
    wanted = [Place(reference, None, location) for reference, location in places]
    with transaction(database) as session:
        return scan_entries.sync(session, "ranker", wanted, unread=unread, who="cli", at=NOW + HOUR)


def pinned(database: Engine, owner: Owner = Owner.SCAN) -> set[tuple[str, str | None]]:
    with reading(database) as session:
        return {(pin.reference, pin.location) for pin in registry.pins(session) if pin.owner is owner}


def test_pins_follow_the_places(ranker: Engine) -> None:
    with transaction(ranker) as session:
        registering.add_pin(session, "ranker", Place("gpt-4", None, "a.py:1"), owner=Owner.API, at=NOW)
    first = sync(ranker, [("gpt-4", "a.py:1"), ("gpt-4", "a.py:2"), ("gpt-4", "a.py:2"), ("o1", "b.py:1")])
    second = sync(ranker, [("gpt-4", "a.py:5"), ("gpt-4o", "b.py:1")])
    third = sync(ranker, [("gpt-4", "a.py:5"), ("o1", "b.py:1")])

    assert ([len(first.added), first.kept, first.others], len(first.retired)) == ([2, 1, 1], 0)
    assert [place.location for place in second.moved] == ["a.py:5"]
    assert [place.reference for place in second.added + second.retired] == ["gpt-4o", "o1"]
    assert [place.reference for place in third.added + third.retired] == ["o1", "gpt-4o"]
    assert pinned(ranker) == {("gpt-4", "a.py:5"), ("o1", "b.py:1")}
    assert pinned(ranker, Owner.API) == {("gpt-4", "a.py:1")}


def test_every_step_is_in_the_audit_once(ranker: Engine) -> None:
    sync(ranker, [("gpt-4", "a.py:1"), ("o1", "b.py:1")])
    sync(ranker, [("gpt-4", "a.py:2")])

    with reading(ranker) as session:
        found = sorted((note.who, note.what, note.detail) for note in audit.notes(session))
    assert found == [
        ("cli", "pin added", "ranker gpt-4 at a.py:1"),
        ("cli", "pin added", "ranker o1 at b.py:1"),
        ("cli", "pin moved", "ranker gpt-4 at a.py:2"),
        ("cli", "pin retired", "ranker o1 at b.py:1"),
    ]


def test_a_pin_that_somebody_retired_by_hand_is_the_scans_if_it_still_stands_there(ranker: Engine) -> None:
    with transaction(ranker) as session:
        pin = registering.add_pin(session, "ranker", Place("gpt-4", None, "a.py:1"), owner=Owner.CLI, at=NOW)
        registering.retire_pin(session, "ranker", pin.id, at=NOW)
    sync(ranker, [("gpt-4", "a.py:1")])

    assert pinned(ranker) == {("gpt-4", "a.py:1")}


@pytest.mark.parametrize(
    ("unread", "stays"),
    [("a.py", {"a.py:1"}), ("lib", {"lib/b.py:1"}), (".", {"a.py:1", "lib/b.py:1"}), ("lib/b", set()), ("li", set())],
)
def test_what_was_not_read_stays(ranker: Engine, unread: str, stays: set[str]) -> None:
    sync(ranker, [("gpt-4", "a.py:1"), ("gpt-4", "lib/b.py:1")])
    done = sync(ranker, [], unread=(unread,))

    assert {location for _, location in pinned(ranker)} == stays == {place.location for place in done.left}


def test_a_project_that_is_not_registered_is_refused(ranker: Engine) -> None:
    with transaction(ranker) as session, pytest.raises(RegistryError, match="no project rankr"):
        scan_entries.sync(session, "rankr", [], unread=(), who="cli", at=NOW)


PLACES = st.sets(
    st.tuples(st.sampled_from(("gpt-4", "o1")), st.sampled_from([f"{f}:{n}" for f in "ab" for n in "123"]))
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(PLACES, min_size=1, max_size=4))
def test_whatever_came_before_the_pins_are_those_of_the_last_scan(
    ranker: Engine, scans: list[set[tuple[str, str]]]
) -> None:
    for places in scans:
        sync(ranker, places)
    again = sync(ranker, scans[-1])

    assert pinned(ranker) == scans[-1]
    assert (again.added, again.moved, again.retired, again.kept) == ([], [], [], len(scans[-1]))
