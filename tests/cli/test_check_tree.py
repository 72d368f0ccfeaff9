"""`check --path`: what the files of a tree name, where, and what a comment waives."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from monitor.catalog import facts as catalog
from monitor.catalog.facts import Catalog, Section
from monitor.core.facts import Fact
from monitor.service.tree import cache_file
from tests.cli.conftest import Terminal

GONE = "gpt-4-0314"
TREE = {
    "src/rank.py": f'MODEL = "{GONE}"\nLATER = "gpt-5.6-sol"\n',
    "src/old.py": f'MODEL = "{GONE}"  # model-monitor: ignore[until=2027-01-31] moved in spring\n',
    "deploy/values.yaml": "model: gpt-4-0314\n",
    "notes.md": f"We once used `{GONE}`.\n",
}


def fact(model_id: str, shutdown_on: date | None = None) -> Fact:
    page = "https://provider.example.org/deprecations"
    return Fact("openai", model_id, "openai/deprecations", page, "", shutdown_on=shutdown_on)


@pytest.fixture(autouse=True)
def bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog of 1 August 2026 in place of the one that comes with the program."""
    facts = (fact(GONE, date(2026, 3, 26)), fact("gpt-5.6-sol"))
    made = Catalog({"openai/deprecations": Section(date(2026, 8, 1), facts)})
    monkeypatch.setattr(catalog, "load", lambda *_: made)


@pytest.fixture
def tree(terminal: Terminal, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A repository with three uses of a model that is gone, one of them waived, and a note that names it."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(terminal.folder / "cache"))
    root = terminal.folder / "repository"
    (root / ".git").mkdir(parents=True)
    for name, text in TREE.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, "utf-8")
    monkeypatch.chdir(root)
    return root


def write(root: Path, name: str, text: str) -> None:
    (root / name).write_text(text, "utf-8")


@pytest.mark.usefixtures("tree")
class TestFindings:
    def test_every_use_is_a_finding_with_its_place_in_order(self, terminal: Terminal) -> None:
        answer = terminal("check", "--path", ".", "--json")

        told = [(f["file"], f["line"], f["column"], f["severity"]) for f in answer.json["findings"]]
        assert answer.status == 1
        assert told == [
            ("deploy/values.yaml", 1, 8, "retired"),
            ("src/old.py", 1, 10, "retired"),
            ("src/rank.py", 1, 10, "retired"),
            ("src/rank.py", 2, 10, "ok"),
        ]
        assert answer.json["findings"][0]["location"] == "deploy/values.yaml:1:8"
        assert answer.json["findings"][2]["text"] == f'MODEL = "{GONE}"'
        assert answer.json["findings"][2]["end_column"] == 20
        assert (answer.json["files"], answer.json["skipped"], answer.json["waivers"]) == (3, [], [])

    def test_markdown_is_read_when_asked_for(self, terminal: Terminal) -> None:
        answer = terminal("check", "--path", ".", "--markdown", "--json")

        assert "notes.md" in {f["file"] for f in answer.json["findings"]}

    def test_the_places_of_a_model_stand_together_and_the_sum_last(self, terminal: Terminal) -> None:
        answer = terminal("check", "--path", ".")

        lines = answer.out.splitlines()
        assert lines[0].startswith(f"openai/{GONE}  retired on 2026-03-26")
        assert f"  used in     deploy/values.yaml:1:8, as {GONE}" in lines
        assert f"              src/old.py:1:10, as {GONE}, Waived until 2027-01-31: moved in spring." in lines
        assert f"              src/rank.py:1:10, as {GONE}" in lines
        assert lines[-1] == "4 references checked in 3 files: 2 retired, 1 ok, 1 waived"

    def test_paths_are_relative_to_where_the_command_runs(self, terminal: Terminal) -> None:
        below = terminal("check", "--path", "src", "--json").json["findings"]
        alone = terminal("check", "--path", "src/rank.py", "--json").json["findings"]

        assert {f["file"] for f in below} == {"src/old.py", "src/rank.py"}
        assert {f["file"] for f in alone} == {"src/rank.py"}

    def test_a_tree_elsewhere_is_told_by_paths_below_it(
        self, terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "elsewhere").mkdir()
        monkeypatch.chdir(tmp_path / "elsewhere")

        answer = terminal("check", "--path", str(terminal.folder / "repository"), "--json")

        assert {f["file"] for f in answer.json["findings"]} == {"deploy/values.yaml", "src/old.py", "src/rank.py"}

    @pytest.mark.parametrize("words", [("--path", "."), ("--project", "ranker"), ("--path", ".", "--project", "x")])
    def test_a_reference_beside_something_else_is_refused(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        answer = terminal("check", "openai/gpt-4", *words)

        assert (answer.status, answer.out) == (2, "")
        assert "ask for one of them at a time" in answer.err

    def test_whose_files_they_are_takes_a_service_that_knows_projects(self, terminal: Terminal) -> None:
        answer = terminal("check", "--path", ".", "--project", "ranker")

        assert (answer.status, answer.out) == (2, "")
        assert "config.toml" in answer.err

    def test_a_path_that_is_not_there_is_refused(self, terminal: Terminal) -> None:
        assert terminal("check", "--path", "nowhere").status == 2

    def test_a_tree_without_models_is_safe(self, terminal: Terminal, tree: Path) -> None:
        (tree / "empty").mkdir()

        answer = terminal("check", "--path", "empty", "--strict")

        assert answer.status == 0
        assert answer.out == "0 references checked in 0 files\n"


class TestWaivers:
    DAY = "model-monitor: ignore[until=2026-08-22]"

    def test_a_waiver_holds_through_its_day_and_not_a_day_longer(self, terminal: Terminal, tree: Path) -> None:
        write(tree, "only.py", f'MODEL = "{GONE}"  # {self.DAY} soon\n')
        check = ("check", "--path", "only.py")

        last = terminal("--today", "2026-08-22", *check)
        after = terminal("--today", "2026-08-23", *check)

        assert (last.status, after.status) == (0, 1)
        assert "Waived until 2026-08-22: soon." in last.out
        assert last.out.splitlines()[-1] == "1 reference checked in 1 file: 1 waived"
        assert "only.py:1  A waiver that waives nothing: it expired on 2026-08-22. Its reason was: soon." in after.out

    def test_an_expired_waiver_is_a_finding_though_its_model_is_well(self, terminal: Terminal, tree: Path) -> None:
        write(tree, "only.py", f'MODEL = "gpt-5.6-sol"  # {self.DAY} soon\n')
        check = ("--today", "2026-08-23", "check", "--path", "only.py")

        lax, strict = terminal(*check), terminal(*check, "--strict")

        assert (lax.status, strict.status) == (0, 3)
        (waiver,) = terminal(*check, "--json").json["waivers"]
        assert waiver == {
            "file": "only.py",
            "line": 1,
            "until": "2026-08-22",
            "reason": "soon",
            "fault": "expired on 2026-08-22",
        }

    def test_a_waiver_that_cannot_be_read_waives_nothing_and_says_how_to_write_it(
        self, terminal: Terminal, tree: Path
    ) -> None:
        write(tree, "only.py", f'MODEL = "{GONE}"  # model-monitor: ignore[until=soon]\n')

        answer = terminal("check", "--path", "only.py")

        assert answer.status == 1
        assert "it cannot be read: write ignore[until=2027-01-31], not ignore[until=soon]" in answer.out

    def test_a_waived_unknown_model_does_not_fail_a_strict_check(self, terminal: Terminal, tree: Path) -> None:
        write(tree, "waived.py", 'MODEL = "gpt-97-mini"  # model-monitor: ignore a private deployment\n')
        write(tree, "open.py", 'MODEL = "gpt-97-mini"\n')

        waived = terminal("check", "--path", "waived.py", "--strict")
        unwaived = terminal("check", "--path", "open.py", "--strict")

        assert (waived.status, unwaived.status) == (0, 3)
        assert "Waived for good: a private deployment." in waived.out


class TestCache:
    def test_a_scan_is_kept_in_the_git_folder_and_nowhere_in_the_tree(self, terminal: Terminal, tree: Path) -> None:
        before = {path for path in tree.rglob("*") if ".git" not in path.parts}

        first, again = (terminal("check", "--path", ".", "--json") for _ in range(2))

        assert first.out == again.out
        assert {path for path in tree.rglob("*") if ".git" not in path.parts} == before
        (kept,) = (tree / ".git" / "model-monitor").iterdir()
        assert json.loads(kept.read_text("utf-8"))["files"]

    def test_a_file_that_changed_is_read_again(self, terminal: Terminal, tree: Path) -> None:
        assert terminal("check", "--path", "src/rank.py").status == 1

        write(tree, "src/rank.py", 'MODEL = "gpt-5.6-sol"\n')

        assert terminal("check", "--path", "src/rank.py").status == 0

    def test_a_tree_without_git_uses_the_cache_folder_of_the_user(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        (tmp_path / "plain").mkdir()

        kept = cache_file(tmp_path / "plain", markdown=False)

        assert kept is not None
        assert kept.parent == tmp_path / "cache" / "model-monitor"

    def test_roots_and_ways_of_reading_have_files_of_their_own(self, tree: Path) -> None:
        (tree / "src" / "deep").mkdir()
        kept = {
            cache_file(root, markdown=m) for root in (tree, tree / "src", tree / "src" / "deep") for m in (True, False)
        }

        assert len(kept) == 6
        assert {path.parent for path in kept if path} == {tree / ".git" / "model-monitor"}

    def test_a_worktree_whose_git_is_a_file_uses_the_cache_folder(
        self, tree: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
        worktree = tree / "worktree"
        worktree.mkdir()
        write(worktree, ".git", "gitdir: elsewhere\n")

        kept = cache_file(worktree, markdown=False)

        assert kept is not None
        assert kept.parent == tmp_path / "cache" / "model-monitor"

    def test_without_a_home_there_is_no_cache(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")

        assert cache_file(tmp_path, markdown=False) is None


def test_the_scan_looks_for_the_ids_of_the_record_itself(polled: Terminal) -> None:
    (polled.folder / "app.py").write_text('MODEL = "gpt-4-0314"\n', "utf-8")

    answer = polled("check", "--path", "app.py", "--json")

    (finding,) = answer.json["findings"]
    assert finding["evidence"]["quote"].startswith("| 2026-03-26 |")
    assert answer.status == 1


def test_an_old_catalog_fails_a_strict_check_of_a_tree(terminal: Terminal, tree: Path) -> None:
    write(tree, "only.py", 'MODEL = "gpt-5.6-sol"\n')
    check = ("check", "--path", "only.py")

    fresh = terminal("--today", "2026-09-15", *check, "--strict")
    lax = terminal("--today", "2026-09-16", *check)
    strict = terminal("--today", "2026-09-16", *check, "--strict")

    assert (fresh.status, lax.status, strict.status) == (0, 0, 3)
    assert "warning: older than 45 days" in lax.err
    assert "error: older than 45 days" in strict.err
