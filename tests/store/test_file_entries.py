"""The configuration file's entries, brought into the registry."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import pytest

from monitor.core.alerts import Place
from monitor.errors import RegistryError
from monitor.store import file_entries, registering, registry
from monitor.store.engine import Engine, reading, transaction
from monitor.store.file_entries import Synced
from monitor.store.registry import PinRow, ProjectEntry, TeamEntry
from monitor.store.states import Owner
from tests.store.samples import HOUR, NOW

SEARCH = TeamEntry("search", "#search", ("a@x.example",), "Europe/Amsterdam", (30, 7))
GPT4, GPT5 = Place("openai/gpt-4"), Place("openai/gpt-5", "prod", "llm.py:1")


def ranker(*pins: Place, team: str = "search", repository: str | None = None) -> ProjectEntry:
    return ProjectEntry("ranker", team, repository, pins)


def sync(database: Engine, teams: Sequence[TeamEntry], projects: Sequence[ProjectEntry], hours: int = 0) -> Synced:
    with transaction(database) as session:
        return file_entries.sync(session, teams, projects, at=NOW + hours * HOUR)


def pins(database: Engine, *, include_retired: bool = False) -> dict[str, PinRow]:
    with reading(database) as session:
        return {p.reference: p for p in registry.pins(session, include_retired=include_retired)}


def test_what_the_file_says_is_entered_once(database: Engine) -> None:
    first = sync(database, [SEARCH], [ranker(GPT4, GPT5, GPT4)])
    again = sync(database, [SEARCH], [ranker(GPT5, GPT4)], hours=1)

    assert (first, again) == (Synced(added=4), Synced())
    found = pins(database)
    assert {reference: (p.environment, p.location) for reference, p in found.items()} == {
        "openai/gpt-4": (None, None),
        "openai/gpt-5": ("prod", "llm.py:1"),
    }
    assert {(p.owner, p.created_at, p.project) for p in found.values()} == {(Owner.CONFIG, NOW, "ranker")}
    assert found["openai/gpt-4"].team.emails == ("a@x.example",)


def test_what_differs_is_changed(database: Engine) -> None:
    sync(database, [SEARCH], [ranker()])
    report = sync(
        database, [TeamEntry("search", "#find", lead_days=(1,)), TeamEntry("ads")], [ranker(team="ads", repository="r")]
    )

    with reading(database) as session:
        project, team = registry.project(session, "ranker"), registry.team(session, "search")
    assert report == Synced(added=1, changed=2)
    assert (project.team.name, project.repository) == ("ads", "r")
    assert (team.slack_channel, team.emails, team.timezone, team.lead_days) == ("#find", (), "UTC", (1,))


def test_what_is_gone_is_retired_and_what_comes_back_is_revived_with_its_history(database: Engine) -> None:
    sync(database, [SEARCH], [ranker(GPT4, GPT5)])
    before = pins(database)
    gone = sync(database, [SEARCH], [ranker(GPT5)], hours=1)
    old = pins(database, include_retired=True)["openai/gpt-4"]
    back = sync(database, [SEARCH], [ranker(GPT4, GPT5)], hours=2)

    assert (gone, back) == (Synced(retired=1), Synced(revived=1))
    assert old.retired_at == NOW + HOUR
    assert pins(database) == before


def test_an_empty_file_retires_all_that_it_owned(database: Engine) -> None:
    sync(database, [SEARCH], [ranker(GPT4)])
    report = sync(database, [], [], hours=1)

    with reading(database) as session:
        left = registry.teams(session), registry.projects(session), registry.pins(session)
    assert report == Synced(retired=3)
    assert left == ([], [], [])
    assert sync(database, [SEARCH], [ranker(GPT4)], hours=2) == Synced(revived=3)


def test_entries_of_other_owners_are_untouched(database: Engine) -> None:
    sync(database, [SEARCH], [ranker(GPT4)])
    with transaction(database) as session:
        registering.add_team(session, TeamEntry("ads"), owner=Owner.CLI, at=NOW)
        registering.add_project(session, "bidder", team="ads", owner=Owner.CLI, at=NOW)
        registering.add_pin(session, "bidder", GPT4, owner=Owner.CLI, at=NOW)
        registering.add_pin(session, "ranker", GPT5, owner=Owner.API, at=NOW)
    before = pins(database)
    report = sync(database, [SEARCH], [ranker(GPT4)], hours=1)

    assert report == Synced()
    assert pins(database) == before


def test_a_pin_that_somebody_else_entered_first_stays_theirs(database: Engine) -> None:
    sync(database, [SEARCH], [ranker()])
    with transaction(database) as session:
        registering.add_pin(session, "ranker", GPT4, owner=Owner.API, at=NOW)

    assert sync(database, [SEARCH], [ranker(GPT4)]) == Synced()
    assert sync(database, [SEARCH], [ranker()]) == Synced()
    assert pins(database)["openai/gpt-4"].owner is Owner.API


def test_a_pin_that_they_retired_is_the_files_while_it_names_it(database: Engine) -> None:
    sync(database, [SEARCH], [ranker()])
    with transaction(database) as session:
        theirs = registering.add_pin(session, "ranker", GPT4, owner=Owner.API, at=NOW)
        registering.retire_pin(session, "ranker", theirs.id, at=NOW)

    assert sync(database, [SEARCH], [ranker(GPT4)]) == Synced(revived=1)
    assert pins(database)["openai/gpt-4"].owner is Owner.CONFIG


def test_what_the_file_owns_is_changed_in_the_file_only(database: Engine) -> None:
    sync(database, [SEARCH], [ranker(GPT4)])
    pin_id = pins(database)["openai/gpt-4"].id
    with transaction(database) as session:
        for act in (
            lambda: registering.retire_team(session, "search", at=NOW),
            lambda: registering.retire_project(session, "ranker", at=NOW),
            lambda: registering.retire_pin(session, "ranker", pin_id, at=NOW),
        ):
            with pytest.raises(RegistryError, match="belongs to the configuration file: remove it there"):
                act()


def others_team(database: Engine) -> None:
    with transaction(database) as session:
        registering.add_team(session, TeamEntry("search"), owner=Owner.CLI, at=NOW)


def others_project(database: Engine) -> None:
    others_team(database)
    with transaction(database) as session:
        registering.add_project(session, "ranker", team="search", owner=Owner.API, at=NOW)


def a_file_and_others_project_in_its_team(database: Engine) -> None:
    sync(database, [SEARCH], [ranker(GPT4)])
    with transaction(database) as session:
        registering.add_project(session, "finder", team="search", owner=Owner.CLI, at=NOW)


@pytest.mark.parametrize(
    ("before", "teams", "projects", "words"),
    [
        (others_team, [SEARCH], [], r"the team search of the file is in the registry already \(owner: cli\)"),
        (others_project, [], [ranker()], r"the project ranker of the file is in the registry already \(owner: api\)"),
        (others_team, [], [ranker(team="ads")], "belongs to the team ads, which is unknown: add the team"),
        (others_team, [TeamEntry("a"), TeamEntry("a")], [], "the team a is in the file 2 times: name it once"),
        (others_team, [TeamEntry("a")], [ranker(team="a")] * 3, "the project ranker is in the file 3 times"),
        (others_team, [], [ranker(Place("x" * 501))], "the reference x+… is too long"),
        (a_file_and_others_project_in_its_team, [], [], r"team search is gone .* project finder .*\(owner: cli\)"),
    ],
)
def test_a_file_that_contradicts_the_registry_changes_nothing(
    database: Engine, before: object, teams: list[TeamEntry], projects: list[ProjectEntry], words: str
) -> None:
    assert callable(before)
    before(database)

    def everything() -> object:
        with reading(database) as session:
            return (
                registry.teams(session, include_retired=True),
                registry.projects(session, include_retired=True),
                registry.pins(session, include_retired=True),
            )

    found = everything()
    with pytest.raises(RegistryError, match=words) as caught:
        sync(database, teams, projects)

    assert caught.value.hint
    assert everything() == found


def test_a_project_of_the_file_may_belong_to_a_team_entered_by_hand(database: Engine) -> None:
    others_team(database)

    assert sync(database, [], [ranker(GPT4)]) == Synced(added=2)


def test_processes_that_start_at_once_enter_everything_once(database: Engine) -> None:
    with ThreadPoolExecutor(4) as pool:
        reports = list(pool.map(lambda _: sync(database, [SEARCH], [ranker(GPT4, GPT5)]), range(4)))

    assert sorted(report.added for report in reports) == [0, 0, 0, 4]
    assert len(pins(database)) == 2
