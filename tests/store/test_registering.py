"""Teams, projects and pins that people and programs enter and retire, and how they are listed."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from monitor.core.alerts import Place
from monitor.errors import RegistryError
from monitor.store import registering, registry
from monitor.store.engine import Engine, Session, reading, transaction
from monitor.store.registry import TeamEntry
from monitor.store.states import Owner
from tests.store.samples import HOUR, NASTY, NOW


@pytest.fixture
def ranker(database: Engine) -> Engine:
    """A database with a team and a project, and a project of another team."""
    with transaction(database) as session:
        registering.add_team(
            session,
            TeamEntry("search", "#search", ("a@x.example",), "Europe/Amsterdam", (30, 7)),
            owner=Owner.CLI,
            at=NOW,
        )
        registering.add_team(session, TeamEntry("ads"), owner=Owner.CLI, at=NOW)
        registering.add_project(
            session, "ranker", team="search", owner=Owner.CLI, at=NOW, repository="https://git.example/r"
        )
        registering.add_project(session, "bidder", team="ads", owner=Owner.CLI, at=NOW)
    return database


def pin(
    session: Session,
    reference: str,
    environment: str | None = None,
    *,
    project: str = "ranker",
    owner: Owner = Owner.CLI,
) -> registry.PinRow:
    return registering.add_pin(session, project, Place(reference, environment), owner=owner, at=NOW)


class TestEntering:
    def test_what_is_entered_is_listed_as_entered(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            entered = registering.add_pin(
                session, "ranker", Place("openai/gpt-4", "prod", "llm.py:42"), owner=Owner.SCAN, at=NOW
            )
        with reading(ranker) as session:
            (listed,) = registry.pins(session)
            team = registry.team(session, "search")
            project = registry.project(session, "ranker")

        assert listed == entered
        assert (listed.reference, listed.environment, listed.location) == ("openai/gpt-4", "prod", "llm.py:42")
        assert (listed.project_id, listed.project, listed.team) == (project.id, "ranker", team)
        assert (listed.owner, listed.created_at, listed.retired_at) == (Owner.SCAN, NOW, None)
        assert (project.team, project.repository, project.owner) == (team, "https://git.example/r", Owner.CLI)
        assert (team.slack_channel, team.emails, team.timezone) == ("#search", ("a@x.example",), "Europe/Amsterdam")
        assert (team.lead_days, team.owner) == ((30, 7), Owner.CLI)

    def test_a_team_without_lead_days_of_its_own_has_none(self, ranker: Engine) -> None:
        with reading(ranker) as session:
            assert registry.team(session, "ads").lead_days is None

    def test_a_pin_entered_twice_is_one_and_keeps_its_owner(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            first = pin(session, "openai/gpt-4", owner=Owner.API)
            again = pin(session, "openai/gpt-4", owner=Owner.CLI)

        assert again == first

    def test_no_place_and_another_place_are_two_pins(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            pin(session, "openai/gpt-4")
            pin(session, "openai/gpt-4", "prod")
            pin(session, "openai/gpt-4", project="bidder")

            assert len(registry.pins(session)) == 3

    @pytest.mark.parametrize("text", [t for t in NASTY.values() if 0 < len(t) < 500])
    def test_any_name_and_reference_that_fits_is_kept_as_it_is(self, ranker: Engine, text: str) -> None:
        with transaction(ranker) as session:
            registering.add_team(session, TeamEntry(text), owner=Owner.CLI, at=NOW)
            registering.add_project(session, text, team=text, owner=Owner.CLI, at=NOW)
            entered = registering.add_pin(session, text, Place(text, text, text), owner=Owner.CLI, at=NOW)

        assert (entered.project, entered.team.name) == (text, text)
        assert (entered.reference, entered.environment, entered.location) == (text, text, text)

    def test_the_longest_allowed_pin_fits_the_index(self, ranker: Engine) -> None:
        from random import Random

        letters = Random(1)  # noqa: S311 text that does not compress
        reference, environment, location = (
            "".join(letters.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=registering.MAX_BYTES[field]))
            for field in ("reference", "environment", "location")
        )
        with transaction(ranker) as session:
            place = Place(reference, environment, location)
            assert registering.add_pin(session, "ranker", place, owner=Owner.CLI, at=NOW).location == location

    @pytest.mark.parametrize(
        ("act", "words"),
        [
            (
                lambda s: registering.add_team(s, TeamEntry("search"), owner=Owner.API, at=NOW),
                r"a team search already \(owner: cli\)",
            ),
            (
                lambda s: registering.add_project(s, "ranker", team="ads", owner=Owner.API, at=NOW),
                "a project ranker already",
            ),
            (lambda s: registering.add_project(s, "new", team="nobody", owner=Owner.API, at=NOW), "no team nobody"),
            (lambda s: pin(s, "openai/gpt-4", project="nothing"), "no project nothing"),
            (lambda s: pin(s, "x" * 501), "the reference x+… is too long: at most 500 bytes"),
            (lambda s: pin(s, "gpt\x00"), r"the reference 'gpt\\x00' holds a character that no database keeps"),
            (
                lambda s: registering.add_team(s, TeamEntry("é" * 101), owner=Owner.CLI, at=NOW),
                "the name é+… is too long",
            ),
        ],
    )
    def test_what_cannot_be_entered_is_an_error_in_words(
        self, ranker: Engine, act: Callable[[Session], object], words: str
    ) -> None:
        with transaction(ranker) as session, pytest.raises(RegistryError, match=words) as caught:
            act(session)

        assert caught.value.hint


class TestRetiring:
    def test_a_retired_pin_is_listed_only_when_asked_for(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            one = pin(session, "openai/gpt-4")
            pin(session, "openai/gpt-5")
            gone = registering.retire_pin(session, "ranker", one.id, at=NOW + HOUR)

            assert gone.retired_at == NOW + HOUR
            assert [p.reference for p in registry.pins(session)] == ["openai/gpt-5"]
            assert [p.reference for p in registry.pins(session, include_retired=True)] == [
                "openai/gpt-4",
                "openai/gpt-5",
            ]

    def test_a_pin_that_comes_back_is_the_same_one_with_a_new_owner(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            one = pin(session, "openai/gpt-4")
            registering.retire_pin(session, "ranker", one.id, at=NOW)
            back = pin(session, "openai/gpt-4", owner=Owner.API)

        assert (back.id, back.owner, back.retired_at) == (one.id, Owner.API, None)

    def test_a_project_retires_with_its_pins_and_comes_back_with_them(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            pin(session, "openai/gpt-4")
            registering.retire_project(session, "ranker", at=NOW + HOUR)

            assert registry.pins(session) == []
            assert [p.name for p in registry.projects(session)] == ["bidder"]
            assert [p.name for p in registry.projects(session, include_retired=True)] == ["bidder", "ranker"]
            (old,) = registry.pins(session, project="ranker", include_retired=True)
            assert old.retired_at == NOW + HOUR

            registering.add_project(session, "ranker", team="ads", owner=Owner.API, at=NOW)
            (back,) = registry.pins(session, project="ranker")
            assert (back.id, back.team.name) == (old.id, "ads")

    def test_a_team_is_retired_once_it_has_no_projects(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            with pytest.raises(RegistryError, match="the team ads still has bidder: retire these projects first"):
                registering.retire_team(session, "ads", at=NOW)
            registering.retire_project(session, "bidder", at=NOW)
            registering.retire_team(session, "ads", at=NOW)

            assert [t.name for t in registry.teams(session)] == ["search"]
            assert [t.name for t in registry.teams(session, include_retired=True)] == ["ads", "search"]

    def test_what_is_not_there_cannot_be_retired(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            foreign = pin(session, "openai/gpt-4", project="bidder")
            for act in (
                lambda: registering.retire_team(session, "nobody", at=NOW),
                lambda: registering.retire_project(session, "nothing", at=NOW),
                lambda: registering.retire_pin(session, "ranker", foreign.id, at=NOW),
                lambda: registering.retire_pin(session, "ranker", 2_000_000_000, at=NOW),
            ):
                with pytest.raises(RegistryError):
                    act()

            assert len(registry.pins(session)) == 1


class TestListing:
    def test_pins_can_be_asked_of_a_project_or_a_team(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            pin(session, "openai/gpt-5")
            pin(session, "openai/gpt-4")
            pin(session, "xai/grok-3", project="bidder")

            asked = [
                registry.pins(session),
                registry.pins(session, project="ranker"),
                registry.pins(session, team="ads"),
                registry.pins(session, team="ads", project="ranker"),
            ]

        assert [[p.reference for p in found] for found in asked] == [
            ["xai/grok-3", "openai/gpt-4", "openai/gpt-5"],
            ["openai/gpt-4", "openai/gpt-5"],
            ["xai/grok-3"],
            [],
        ]

    def test_an_unknown_name_is_an_error_and_never_an_empty_list(self, ranker: Engine) -> None:
        with reading(ranker) as session:
            for ask in ({"project": "rankr"}, {"team": "serch"}):
                with pytest.raises(RegistryError, match=r"there is no (project rankr|team serch): see"):
                    registry.pins(session, **ask)

    def test_a_retired_project_is_no_longer_known_unless_asked_for(self, ranker: Engine) -> None:
        with transaction(ranker) as session:
            registering.retire_project(session, "ranker", at=NOW)
            with pytest.raises(RegistryError):
                registry.pins(session, project="ranker")

            assert registry.project(session, "ranker", include_retired=True).retired_at == NOW
