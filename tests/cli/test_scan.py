"""`scan`: what the files of a tree name, how it stands, and what the command does with it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from monitor.catalog import facts as catalog
from monitor.catalog.facts import Catalog
from monitor.catalog.facts import Section as BundledSection
from tests.cli.conftest import Terminal, start
from tests.cli.test_check import fact

LLM = """\
import openai

MODEL = "openai/gone-1"
OTHERS = ["going-1", "safe-1"]
GUESS = "gpt-99-turbo"
KEPT = "gone-1"  # model-monitor: ignore[until=2026-12-31] a rehearsal
LATE = "gone-1"  # model-monitor: ignore[until=2026-01-31] moved soon
"""


@pytest.fixture
def bundled(monkeypatch: pytest.MonkeyPatch) -> None:
    """A catalog of 1 August 2026 in place of the one that comes with the program."""
    from datetime import date

    facts = (
        fact("gone-1", shutdown_on=date(2026, 6, 1), deprecated_on=date(2026, 1, 1), replacements=("next-1",)),
        fact("going-1", shutdown_on=date(2026, 10, 1), replacements=("next-1", "safe-1")),
        fact("safe-1", earliest_shutdown_on=date(2028, 1, 1)),
        fact("next-1"),
    )
    made = Catalog({"openai/deprecations": BundledSection(date(2026, 8, 1), facts)})
    monkeypatch.setattr(catalog, "load", lambda: made)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    root = tmp_path / "code"
    (root / "src").mkdir(parents=True)
    (root / "src" / "llm.py").write_text(LLM, "utf-8")
    (root / "node_modules").mkdir()
    (root / "README.md").write_text("We use `gone-1`.\n", "utf-8")
    return root


@pytest.mark.usefixtures("bundled", "tree")
class TestTelling:
    def test_models_come_the_worst_first_with_their_places(self, terminal: Terminal) -> None:
        answer = terminal("scan", "code")

        found = "2 retired, 1 retiring within 90 days, 1 unknown, 1 ok"
        assert answer.status == 0
        assert answer.out.splitlines() == [
            "openai/gone-1  retired on 2026-06-01 (82 days ago)",
            "  move to  openai/next-1 (recommended by openai)",
            '  src/llm.py:3:10  MODEL = "openai/gone-1"',
            '  src/llm.py:7:9   LATE = "gone-1" # model-monitor: ignore[until=2026-01-31] moved soon',
            "",
            "openai/going-1  retires on 2026-10-01 (in 40 days)",
            "  move to  openai/next-1 (recommended by openai)",
            "  move to  openai/safe-1 (recommended by openai; good until at least 2028-01-01 (in 497 days))",
            '  src/llm.py:4:12  OTHERS = ["going-1", "safe-1"]',
            "",
            "openai/safe-1  ok: active, not retired before 2028-01-01 (in 497 days)",
            '  src/llm.py:4:23  OTHERS = ["going-1", "safe-1"]',
            "",
            "No source vouches for these:",
            "",
            "gpt-99-turbo  unknown: no source names this id",
            '  src/llm.py:5:10  GUESS = "gpt-99-turbo"',
            "",
            "Waived:",
            "  src/llm.py:6:9  gone-1  Waived until 2026-12-31: a rehearsal.",
            "",
            "Waivers that waive nothing:",
            "  src/llm.py:7  it expired on 2026-01-31  moved soon",
            "",
            "Not read, or not in the best way:",
            "  node_modules  vendored",
            "",
            f"5 references to 4 models in 1 file, of 1 read: {found}; 1 waived",
        ]

    def test_the_age_of_the_catalog_is_told(self, terminal: Terminal) -> None:
        answer = terminal("scan", "code")

        assert "no configuration: the bundled catalog alone answers" in answer.err
        assert "the bundled catalog of 2026-08-01, 21 days old" in answer.err

    def test_json_is_as_documented(self, terminal: Terminal) -> None:
        answer = terminal("scan", "code", "--json").json

        assert answer["today"] == "2026-08-22"
        assert answer["files"] == 1
        assert answer["skipped"] == [{"file": "node_modules", "reason": "vendored"}]
        first = answer["references"][0]
        assert {key: first[key] for key in ("file", "line", "column", "reference", "provider", "model_id")} == {
            "file": "src/llm.py",
            "line": 3,
            "column": 10,
            "reference": "openai/gone-1",
            "provider": "openai",
            "model_id": "gone-1",
        }
        assert (first["status"], first["severity"], first["text"]) == ("retired", "retired", 'MODEL = "openai/gone-1"')
        assert (first["shutdown_on"], first["days_left"], first["replacement"]) == ("2026-06-01", -82, "next-1")
        assert [(r["reference"], r["severity"], r["waived"]) for r in answer["references"][1:]] == [
            ("going-1", "imminent", False),
            ("safe-1", "ok", False),
            ("gpt-99-turbo", "unknown", False),
            ("gone-1", "retired", True),
            ("gone-1", "retired", False),
        ]
        assert [(w["line"], w["until"], w["fault"]) for w in answer["waivers"]] == [
            (6, "2026-12-31", None),
            (7, "2026-01-31", "expired on 2026-01-31"),
        ]

    def test_format_json_is_the_same_as_json(self, terminal: Terminal) -> None:
        assert terminal("scan", "code", "--format", "json").json == terminal("scan", "code", "--json").json

    def test_sarif_has_its_paths_below_the_folder_where_it_ran(self, terminal: Terminal) -> None:
        (run,) = terminal("scan", "code", "--format", "sarif").json["runs"]

        spots = [result["locations"][0]["physicalLocation"] for result in run["results"]]
        assert {spot["artifactLocation"]["uri"] for spot in spots} == {"code/src/llm.py"}
        assert [spot["region"]["startLine"] for spot in spots] == [3, 4, 5, 6, 7, 7]

    def test_markdown_is_read_only_if_asked_for(self, terminal: Terminal) -> None:
        places = [r["file"] for r in terminal("scan", "code", "--markdown", "--json").json["references"]]

        assert places.count("README.md") == 1

    def test_within_says_what_is_imminent(self, terminal: Terminal) -> None:
        answer = terminal("scan", "code", "--within", "30d", "--json").json

        assert [r["severity"] for r in answer["references"] if r["reference"] == "going-1"] == ["upcoming"]

    def test_a_single_file_may_be_named(self, terminal: Terminal) -> None:
        answer = terminal("scan", "code/src/llm.py", "--json").json

        assert {r["file"] for r in answer["references"]} == {"llm.py"}

    def test_a_tree_without_models_says_so(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "code" / "src" / "llm.py").write_text("x = 1\n", "utf-8")
        answer = terminal("scan", "code/src")

        assert (answer.status, answer.out) == (0, "0 references to 0 models in 0 files, of 1 read\n")

    def test_foreign_lines_are_shown_without_control_characters(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "code" / "src" / "llm.py").write_text('A = "gone-1"  # \x1b[31mred\u202e\n', "utf-8")
        answer = terminal("scan", "code")

        assert '  src/llm.py:1:6  A = "gone-1" # [31mred\n' in answer.out

    def test_many_places_of_one_model_are_cut_and_counted(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "code" / "src" / "llm.py").write_text('A = "gone-1"\n' * 25, "utf-8")
        answer = terminal("scan", "code")

        assert answer.out.count("src/llm.py:") == 20
        assert "  and 5 places more, which --json tells\n" in answer.out

    def test_nothing_is_created(self, terminal: Terminal, tmp_path: Path) -> None:
        before = sorted(tmp_path.rglob("*"))
        terminal("scan", "code")
        terminal("scan", "code", "--fix")

        assert sorted(tmp_path.rglob("*")) == before

    @pytest.mark.parametrize(
        "words",
        [
            (),
            ("nowhere",),
            ("code", "--write"),
            ("code", "--fix", "--format", "sarif"),
            ("code", "--format", "yaml"),
            ("code", "--within", "soon"),
            ("code", "--register", "ranker"),
        ],
    )
    def test_a_wrong_call_is_refused_with_status_2(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        answer = terminal("scan", *words)

        assert (answer.status, answer.out) == (2, "")


@pytest.mark.usefixtures("bundled", "tree")
class TestFixing:
    def test_the_result_is_a_diff_alone(self, terminal: Terminal, tmp_path: Path) -> None:
        answer = terminal("scan", "code", "--fix")

        assert answer.status == 0
        assert answer.out.splitlines() == [
            "--- a/src/llm.py",
            "+++ b/src/llm.py",
            "@@ -1,7 +1,7 @@",
            " import openai",
            " ",
            '-MODEL = "openai/gone-1"',
            '+MODEL = "openai/next-1"',
            ' OTHERS = ["going-1", "safe-1"]',
            ' GUESS = "gpt-99-turbo"',
            ' KEPT = "gone-1"  # model-monitor: ignore[until=2026-12-31] a rehearsal',
            '-LATE = "gone-1"  # model-monitor: ignore[until=2026-01-31] moved soon',
            '+LATE = "next-1"  # model-monitor: ignore[until=2026-01-31] moved soon',
        ]
        assert "src/llm.py:4:12: going-1 is left: openai recommends several: next-1 or safe-1" in answer.err
        assert "2 references in 1 file would change, 1 left; --write changes them" in answer.err
        assert "test gone-1 → next-1 (2 places): prompts, parameters and limits" in answer.err
        assert (tmp_path / "code" / "src" / "llm.py").read_text("utf-8") == LLM

    def test_the_diff_can_be_piped_to_git(self, terminal: Terminal, tmp_path: Path) -> None:
        answer = terminal("scan", "code", "--fix")
        root = tmp_path / "code"
        subprocess.run(["git", "apply", "-"], cwd=root, input=answer.out.encode(), check=True)  # noqa: S607 git is on the path

        assert 'MODEL = "openai/next-1"' in (root / "src" / "llm.py").read_text("utf-8")

    def test_a_file_in_another_encoding_is_left_out_of_the_diff_and_told(
        self, terminal: Terminal, tmp_path: Path
    ) -> None:
        (tmp_path / "code" / "wide.json").write_text('{"model": "gone-1"}', "utf-16")
        answer = terminal("scan", "code", "--fix")

        assert "wide" not in answer.out
        assert "wide.json is not in UTF-8, so the diff leaves it out: --write changes it all the same" in answer.err

    def test_only_the_begin_of_a_name_is_unknown_and_said_to_be_one(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "code" / "src" / "llm.py").write_text('A = f"gpt-4{suffix}"\n', "utf-8")
        answer = terminal("scan", "code")

        assert "gpt-4…  unknown: no source names this id" in answer.out
        assert "note     begins with gpt-4: what follows is not known" in answer.out

    def test_write_changes_the_files_and_says_what_to_test(self, terminal: Terminal, tmp_path: Path) -> None:
        answer = terminal("scan", "code", "--fix", "--write")

        assert answer.status == 0
        assert answer.out.startswith("--- a/src/llm.py")
        assert "1 file written, 0 not" in answer.err
        assert "test gone-1 → next-1" in answer.err
        after = LLM.replace('"openai/gone-1"', '"openai/next-1"').replace('LATE = "gone-1"', 'LATE = "next-1"')
        assert (tmp_path / "code" / "src" / "llm.py").read_text("utf-8") == after

    def test_nothing_to_change_is_no_diff(self, terminal: Terminal, tmp_path: Path) -> None:
        (tmp_path / "code" / "src" / "llm.py").write_text('A = "safe-1"\n', "utf-8")
        answer = terminal("scan", "code", "--fix")

        assert (answer.status, answer.out) == (0, "")
        assert "nothing to write: no model found ends soon" in answer.err

    def test_json_tells_the_changes_beside_the_references(self, terminal: Terminal) -> None:
        answer = terminal("scan", "code", "--fix", "--write", "--json").json

        assert [(f["line"], f["before"], f["after"]) for f in answer["fixes"]] == [
            (3, "openai/gone-1", "openai/next-1"),
            (7, "gone-1", "next-1"),
        ]
        assert [(f["location"], f["reference"]) for f in answer["not_fixed"]] == [("src/llm.py:4:12", "going-1")]
        assert (answer["written"], answer["refused"]) == (["src/llm.py"], [])
        assert len(answer["references"]) == 6

    def test_a_file_that_cannot_be_written_is_told_by_status_4(
        self, terminal: Terminal, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def refuse(*_: object, **__: object) -> None:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr("monitor.service.rewriting.tempfile.mkstemp", refuse)
        answer = terminal("scan", "code", "--fix", "--write")

        assert answer.status == 4
        assert "src/llm.py: not written: permission denied" in answer.err


class TestRegistering:
    @pytest.fixture
    def code(self, polled: Terminal) -> Path:
        root = polled.folder / "code"
        root.mkdir()
        (root / "llm.py").write_text('A = "gpt-4-0314"\nB = "openai/gpt-5-2025-08-07"\n', "utf-8")
        return root

    def pins(self, terminal: Terminal) -> list[tuple[str, str | None, str | None, str]]:
        listed = terminal("pin", "list", "--json").json["pins"]
        return [(p["reference"], p["location"], p["environment"], p["owner"]) for p in listed]

    def test_what_is_found_becomes_pins_beside_those_of_the_file(self, polled: Terminal, code: Path) -> None:
        before = self.pins(polled)
        answer = polled("scan", str(code), "--register", "ranker")

        assert answer.status == 0
        assert "ranker: 2 pins added, 0 moved, 0 retired; 0 there already" in answer.err
        assert "added: gpt-4-0314 at llm.py:1" in answer.err
        assert sorted(set(self.pins(polled)) - set(before)) == [
            ("gpt-4-0314", "llm.py:1", None, "scan"),
            ("openai/gpt-5-2025-08-07", "llm.py:2", None, "scan"),
        ]
        assert set(before) < set(self.pins(polled))

    def test_a_second_scan_changes_nothing_and_a_third_retires_what_is_gone(self, polled: Terminal, code: Path) -> None:
        polled("scan", str(code), "--register", "ranker")
        again = polled("scan", str(code), "--register", "ranker", "--json").json["registered"]
        (code / "llm.py").write_text('A = "gpt-4-0314"\n', "utf-8")
        gone = polled("scan", str(code), "--register", "ranker", "--json").json["registered"]

        assert (again["added"], again["moved"], again["retired"], again["kept"]) == ([], [], [], 2)
        assert gone["retired"] == [{"reference": "openai/gpt-5-2025-08-07", "location": "llm.py:2"}]
        assert ("openai/gpt-5-2025-08-07", "rank.py:12", "prod", "config") in self.pins(polled)

    def test_of_many_pins_twenty_are_named_and_the_rest_counted(self, polled: Terminal, code: Path) -> None:
        (code / "llm.py").write_text('A = "gpt-4-0314"\n' * 25, "utf-8")
        answer = polled("scan", str(code), "--register", "ranker")

        assert answer.err.count("added: gpt-4-0314 at llm.py:") == 20
        assert "and 5 more of these, which --json tells" in answer.err
        assert "ranker: 25 pins added" in answer.err

    def test_the_next_round_tells_the_team_of_them(self, polled: Terminal, code: Path) -> None:
        (code / "new.py").write_text('A = "gpt-5-2025-08-07"\n', "utf-8")
        polled("scan", str(code), "--register", "ranker")
        answer = polled("check", "--project", "ranker")

        assert "new.py:1" in answer.out

    def test_the_record_answers_and_not_the_catalog(self, polled: Terminal, code: Path) -> None:
        answer = polled("scan", str(code))

        assert "catalog" not in answer.err
        assert "openai/gpt-4-0314  retired on 2026-03-26" in answer.out

    def test_an_unknown_project_is_refused_with_the_nearest(self, polled: Terminal, code: Path) -> None:
        answer = polled("scan", str(code), "--register", "rankr")

        assert (answer.status, answer.out) == (2, "")
        assert "did you mean ranker?" in answer.err

    def test_an_empty_folder_retires_nothing(self, polled: Terminal, code: Path) -> None:
        polled("scan", str(code), "--register", "ranker")
        (polled.folder / "empty").mkdir()
        answer = polled("scan", "empty", "--register", "ranker")

        assert answer.status == 2
        assert len(self.pins(polled)) == 4


def test_the_command_itself_runs_on_the_catalog_of_the_package(tmp_path: Path) -> None:
    (tmp_path / "code").mkdir()
    (tmp_path / "code" / "a.ts").write_text('const model = "gpt-4-0314";\n', "utf-8")
    process = start("--today", "2026-11-24", "scan", "code", "--fix", "--write", folder=tmp_path)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 0, err
    assert '-const model = "gpt-4-0314";' in out
    # OpenAI's first word is gpt-4.1, of which a list claims that it ends within the lead days: its next is taken.
    assert (tmp_path / "code" / "a.ts").read_text("utf-8") == 'const model = "gpt-5.6-sol";\n'


def test_what_may_be_azures_or_openais_takes_the_worse_of_both(tmp_path: Path) -> None:
    code = "azure = AzureOpenAI()\nplain = OpenAI()\nMODEL = 'gpt-4o'\n"
    (tmp_path / "a.py").write_text(code + "azure.chat.create(model='gpt-4o')\nplain.chat.create(model='gpt-4o')\n")
    commands = (("scan", "a.py"), ("check", "--path", "a.py", "--json"))
    answers = [start("--today", "2026-11-24", *c, folder=tmp_path).communicate(timeout=60) for c in commands]
    (out, err), (checked, _) = answers
    answer = json.loads(checked)

    told = "the file makes clients of azure and openai, and which is called here is not clear: this is what azure says"
    assert f"a.py:3:10: {told}" in out, err
    assert [(f["reference"], f["provider"], f["severity"], told in f["notes"]) for f in answer["findings"]] == [
        ("gpt-4o", "azure", "retired", True),
        ("azure/gpt-4o", "azure", "retired", False),
        ("openai/gpt-4o", "openai", "ok", False),
    ]
