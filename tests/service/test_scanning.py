"""A project's pins follow its tree: what is new is entered, what is gone is retired, all else is left alone."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from monitor.core.alerts import Place
from monitor.core.decisions import DecisionKind, in_words
from monitor.errors import RegistryError, UsageError
from monitor.service import deciding, known
from monitor.service.app import Service
from monitor.service.gate import Here
from monitor.service.scanning import Scanned, look_through, register
from monitor.store import audit, decisions, registering, registry
from monitor.store.engine import reading, transaction
from monitor.store.scan_entries import Synced
from monitor.store.states import Owner


def looked(service: Service, root: Path) -> Scanned:
    view = known.bundled_only(service.catalog, service.clock.now())
    return look_through(root, view, horizon=timedelta(days=180), within=timedelta(days=90))


def scanned(service: Service, root: Path, project: str = "ranker") -> Synced:
    return register(service, project, looked(service, root), who="test")


def pins(service: Service, project: str = "ranker") -> list[tuple[str, str | None, Owner]]:
    with reading(service.engine) as session:
        return [(pin.reference, pin.location, pin.owner) for pin in registry.pins(session, project=project)]


def places(of: list[Place]) -> list[str]:
    return [f"{place.reference} {place.location}" for place in of]


def noted(service: Service) -> list[str]:
    with reading(service.engine) as session:
        return [f"{note.what}: {note.detail}" for note in reversed(audit.notes(session))]


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "code"
    (root / "app").mkdir(parents=True)
    (root / "app" / "llm.py").write_text('A = "openai/gpt-4-0314"\nB = "gpt-4o"\nC = "gpt-4o"\n', "utf-8")
    (root / "env.yaml").write_text("model: claude-2.1\n", "utf-8")
    return root


class TestRegistering:
    def test_each_reference_is_pinned_as_written_at_its_file_and_line(self, service: Service, tree: Path) -> None:
        done = scanned(service, tree)

        assert pins(service) == [
            ("claude-2.1", "env.yaml:1", Owner.SCAN),
            ("gpt-4o", "app/llm.py:2", Owner.SCAN),
            ("gpt-4o", "app/llm.py:3", Owner.SCAN),
            ("openai/gpt-4-0314", "app/llm.py:1", Owner.SCAN),
        ]
        assert len(done.added) == 4
        assert (done.moved, done.retired, done.kept) == ([], [], 0)

    def test_no_environment_is_guessed(self, service: Service, tree: Path) -> None:
        (tree / "prod.env").write_text("MODEL=gpt-4o\n", "utf-8")
        scanned(service, tree)

        with reading(service.engine) as session:
            assert {pin.environment for pin in registry.pins(session)} == {None}

    def test_a_second_time_nothing_changes(self, service: Service, tree: Path) -> None:
        scanned(service, tree)
        before = noted(service)
        done = scanned(service, tree)

        assert (done.added, done.moved, done.retired, done.kept) == ([], [], [], 4)
        assert noted(service) == before

    def test_what_is_gone_is_retired_and_audited(self, service: Service, tree: Path) -> None:
        scanned(service, tree)
        (tree / "env.yaml").write_text("model: gpt-4o\n", "utf-8")
        (tree / "app" / "llm.py").unlink()
        done = scanned(service, tree)

        assert pins(service) == [("gpt-4o", "env.yaml:1", Owner.SCAN)]
        assert places(done.added) == ["gpt-4o env.yaml:1"]
        assert places(done.retired) == [
            "openai/gpt-4-0314 app/llm.py:1",
            "gpt-4o app/llm.py:2",
            "gpt-4o app/llm.py:3",
            "claude-2.1 env.yaml:1",
        ]
        assert "pin retired: ranker claude-2.1 at env.yaml:1" in noted(service)

    def test_what_comes_back_is_the_same_pin(self, service: Service, tree: Path) -> None:
        def number() -> int:
            with reading(service.engine) as session:
                return next(pin.id for pin in registry.pins(session) if pin.reference == "claude-2.1")

        scanned(service, tree)
        first = number()
        (tree / "env.yaml").rename(tree / "env.off")
        scanned(service, tree)
        (tree / "env.off").rename(tree / "env.yaml")
        done = scanned(service, tree)

        assert number() == first
        assert places(done.added) == ["claude-2.1 env.yaml:1"]

    def test_a_line_that_moves_keeps_its_pin(self, service: Service, tree: Path) -> None:
        scanned(service, tree)
        with reading(service.engine) as session:
            before = {pin.id for pin in registry.pins(session)}
        source = tree / "app" / "llm.py"
        source.write_text("import os\n" + source.read_text("utf-8"), "utf-8")
        done = scanned(service, tree)

        with reading(service.engine) as session:
            assert {pin.id for pin in registry.pins(session)} == before
        assert places(done.moved) == ["openai/gpt-4-0314 app/llm.py:2", "gpt-4o app/llm.py:4"]
        assert (done.added, done.retired, done.kept) == ([], [], 2)
        assert "pin moved: ranker openai/gpt-4-0314 at app/llm.py:2" in noted(service)

    def test_a_move_to_where_a_pin_once_was_revives_that_one(self, service: Service, tree: Path) -> None:
        source = tree / "env.yaml"
        for text in ("model: claude-2.1\n", "\nmodel: claude-2.1\n", "model: claude-2.1\n"):
            source.write_text(text, "utf-8")
            scanned(service, tree)

        assert ("claude-2.1", "env.yaml:1", Owner.SCAN) in pins(service)
        assert ("claude-2.1", "env.yaml:2", Owner.SCAN) not in pins(service)


class TestWaivers:
    """What all its lines waive is pinned with the waiver; one open line stands for the model alone."""

    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        root = tmp_path / "code"
        root.mkdir()
        return root

    def write(self, root: Path, name: str, until: str = "2026-12-31", reason: str = "a rehearsal") -> None:
        option = f"[until={until}]" if until else ""
        (root / name).write_text(f'# model-monitor: ignore{option} {reason}\nA = "gpt-4-0613"\n', "utf-8")

    def decided(self, service: Service) -> list[str]:
        with reading(service.engine) as session:
            return [in_words(row.decision) for row in decisions.history(session, project="ranker")]

    def states(self, service: Service) -> list[str]:
        with reading(service.engine) as session:
            rows = registry.pins(session, project="ranker")
            found = deciding.of_pins(service, rows, known.known(session, service, service.clock.now()))
        return [f"{p.location} {found[p.project, p.reference].kind if found else 'open'}" for p in rows]

    def test_a_waived_line_is_pinned_and_waived_until_its_day(self, service: Service, root: Path) -> None:
        self.write(root, "a.py")

        scanned(service, root)

        assert self.states(service) == ["a.py:2 waived"]
        assert self.decided(service) == ["waived until 2026-12-31 by a comment in the code: a rehearsal"]
        assert noted(service)[-1] == f"pin waived: ranker gpt-4-0613: {self.decided(service)[0]}"

    def test_of_several_the_first_day_counts(self, service: Service, root: Path) -> None:
        for name, until in (("a.py", ""), ("b.py", "2026-12-01"), ("c.py", "2026-12-24")):
            self.write(root, name, until)

        scanned(service, root)

        assert self.states(service) == ["a.py:2 waived", "b.py:2 waived", "c.py:2 waived"]
        assert self.decided(service) == ["waived until 2026-12-01 by a comment in the code: a rehearsal"]

    def test_one_without_a_day_holds_for_good(self, service: Service, root: Path) -> None:
        self.write(root, "a.py", until="")

        scanned(service, root)

        assert self.decided(service) == ["waived by a comment in the code: a rehearsal"]

    def test_beside_an_open_line_it_is_no_pin(self, service: Service, root: Path) -> None:
        self.write(root, "a.py")
        self.write(root, "expired.py", "2026-11-23")

        scanned(service, root)

        assert self.states(service) == ["expired.py:2 open"]
        assert self.decided(service) == []

    def test_beside_somebody_elses_pin_it_waives_nothing(self, service: Service, root: Path) -> None:
        self.write(root, "a.py")
        with transaction(service.engine) as session:
            place = Place("openai/gpt-4-0613", "prod", None)
            registering.add_pin(session, "ranker", place, owner=Owner.CLI, at=service.clock.now())

        scanned(service, root)

        assert self.states(service) == ["None open"]
        assert self.decided(service) == []

    def test_a_second_time_nothing_is_decided_and_a_new_day_is(self, service: Service, root: Path) -> None:
        self.write(root, "a.py")
        scanned(service, root)
        scanned(service, root)
        assert len(self.decided(service)) == 1

        self.write(root, "a.py", "2027-01-31")
        scanned(service, root)

        assert self.decided(service)[0] == "waived until 2027-01-31 by a comment in the code: a rehearsal"

    @pytest.mark.parametrize("code", ['A = "gpt-4-0613"\n', "A = 1\n"], ids=["open", "gone"])
    def test_one_that_is_gone_from_the_code_is_taken_back(self, service: Service, root: Path, code: str) -> None:
        self.write(root, "a.py")
        scanned(service, root)
        (root / "a.py").write_text(code, "utf-8")

        scanned(service, root)
        scanned(service, root)

        assert self.decided(service)[0] == "reopened by a comment in the code"
        assert len(self.decided(service)) == 2

    def test_what_a_person_decided_is_left_alone(self, service: Service, root: Path) -> None:
        self.write(root, "a.py")
        scanned(service, root)
        wish = deciding.Wish(DecisionKind.REOPENED)
        deciding.decide(service, "ranker", "gpt-4-0613", wish, who="ana")

        scanned(service, root)

        assert self.decided(service)[0] == "reopened by ana"

    def test_in_a_file_that_cannot_be_read_it_stays(self, service: Service, root: Path) -> None:
        self.write(root, "a.py")
        (root / "b.py").write_text("B = 1\n", "utf-8")
        scanned(service, root)
        (root / "a.py").write_bytes(b"# " + b"x" * (3 * 1024 * 1024) + b"\n")

        scanned(service, root)

        assert self.states(service) == ["a.py:2 waived"]

    def test_it_counts_for_pins_and_not_for_other_files(self, service: Service, root: Path) -> None:
        self.write(root, "a.py")
        scanned(service, root)
        with reading(service.engine) as session:
            view = known.known(session, service, service.clock.now())
            rows = registry.pins(session, project="ranker")
        here = Here(view, timedelta(days=180), timedelta(days=90), pins=lambda _: (view, rows), project="ranker")

        (pinned,) = here.of_pins("ranker")["findings"]
        (written,) = here.of_references(["gpt-4-0613"])["findings"]

        assert pinned["waived"] == {"until": "2026-12-31", "reason": "a rehearsal (a comment in the code)"}
        assert written["waived"] is None


class TestOthersPins:
    @pytest.fixture
    def theirs(self, service: Service) -> list[tuple[str, str | None, Owner]]:
        with transaction(service.engine) as session:
            for owner, place in (
                (Owner.CLI, Place("gpt-4o", None, "app/llm.py:2")),
                (Owner.API, Place("gpt-4-32k", None, "gone.py:7")),
                (Owner.CONFIG, Place("openai/gpt-4-0314")),
                (Owner.CLI, Place("claude-2.1", "prod", "env.yaml:1")),
            ):
                registering.add_pin(session, "ranker", place, owner=owner, at=service.clock.now())
        return pins(service)

    def test_they_are_never_touched_and_never_entered_twice(
        self, service: Service, tree: Path, theirs: list[tuple[str, str | None, Owner]]
    ) -> None:
        done = scanned(service, tree)

        assert [pin for pin in pins(service) if pin[2] is not Owner.SCAN] == theirs
        assert pins(service).count(("gpt-4o", "app/llm.py:2", Owner.CLI)) == 1
        assert (len(done.added), done.kept, done.others) == (3, 1, 1)

    def test_they_stay_when_the_tree_loses_the_reference(
        self, service: Service, tree: Path, theirs: list[tuple[str, str | None, Owner]]
    ) -> None:
        scanned(service, tree)
        (tree / "app" / "llm.py").unlink()
        scanned(service, tree)

        assert [pin for pin in pins(service) if pin[2] is not Owner.SCAN] == theirs

    def test_those_of_another_project_are_not_seen(self, service: Service, tree: Path) -> None:
        scanned(service, tree, "indexer")
        (tree / "env.yaml").unlink()
        scanned(service, tree, "ranker")

        assert len(pins(service, "indexer")) == 4
        assert len(pins(service, "ranker")) == 3


class TestWhatWasNotRead:
    def test_a_file_that_is_too_long_today_keeps_its_pins(self, service: Service, tree: Path) -> None:
        scanned(service, tree)
        source = tree / "env.yaml"
        source.write_bytes(b"# " + b"x" * (3 * 1024 * 1024) + b"\n")
        done = scanned(service, tree)

        assert ("claude-2.1", "env.yaml:1", Owner.SCAN) in pins(service)
        assert places(done.left) == ["claude-2.1 env.yaml:1"]

    def test_a_folder_that_is_passed_over_today_keeps_its_pins(self, service: Service, tree: Path) -> None:
        (tree / "lib").mkdir()
        (tree / "lib" / "a.py").write_text('A = "gpt-4-0613"\n', "utf-8")
        scanned(service, tree)
        (tree / "lib" / "a.py").unlink()
        (tree / "lib").rmdir()
        (tree / "lib").symlink_to(tree)
        done = scanned(service, tree)

        assert (places(done.left), done.retired) == (["gpt-4-0613 lib/a.py:1"], [])

    def test_a_file_in_another_encoding_was_read_all_the_same(self, service: Service, tree: Path) -> None:
        scanned(service, tree)
        (tree / "env.yaml").write_bytes(b"# caf\xe9\nmodel: gpt-4o\n")
        done = scanned(service, tree)

        assert places(done.retired) == ["claude-2.1 env.yaml:1"]

    def test_a_tree_without_files_retires_nothing(self, service: Service, tree: Path, tmp_path: Path) -> None:
        scanned(service, tree)
        empty = tmp_path / "empty"
        empty.mkdir()
        with pytest.raises(UsageError, match="no file was read"):
            scanned(service, empty)

        assert len(pins(service)) == 4

    def test_a_path_that_no_database_keeps_is_told_and_the_rest_is_registered(
        self, service: Service, tree: Path
    ) -> None:
        deep = tree.joinpath(*["d" * 200] * 8)
        deep.mkdir(parents=True)
        (deep / "a.py").write_text('A = "gpt-4o"\n', "utf-8")
        done = scanned(service, tree)

        assert len(done.added) == 4
        assert "too long" in done.unfit[0][1]

    def test_an_unknown_project_is_refused(self, service: Service, tree: Path) -> None:
        with pytest.raises(RegistryError, match="no project rankr"):
            scanned(service, tree, "rankr")


class TestLooking:
    def test_a_waiver_holds_through_the_day_that_it_names(self, service: Service, tmp_path: Path) -> None:
        root = tmp_path / "code"
        root.mkdir()
        for day in ("2026-11-24", "2026-11-23"):
            (root / f"{day}.py").write_text(f'A = "gpt-4o"  # model-monitor: ignore[until={day}] a reason\n', "utf-8")
        found = looked(service, root)

        assert [(item.find.path, item.waived) for item in found.located] == [
            ("2026-11-23.py", False),
            ("2026-11-24.py", True),
        ]
        assert [why for _, why in found.waivers] == ["expired on 2026-11-23", None]
