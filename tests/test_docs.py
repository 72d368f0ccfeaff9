"""The documents say what the program does: what is generated is fresh, what is shown as an example works."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from datetime import date
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from monitor.cli import main
from monitor.core.facts import StatedStatus
from monitor.core.trust import Verdict
from monitor.sources import providers
from monitor.sources.registry import all_sources, find_source
from monitor.sources.spec import RawDocument
from monitor.sources.tables import TableRules

CHECKOUT = Path(__file__).resolve().parent.parent
DOCS = CHECKOUT / "docs"
AGAIN = "run `make documents`"
DAY = date(2026, 8, 22)


def script(name: str) -> ModuleType:
    """A script of docs/, as a module."""
    spec = importlib.util.spec_from_file_location(f"docs_{name}", DOCS / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # dataclasses look there for the module that they are in
    spec.loader.exec_module(module)
    return module


class TestSources:
    def test_the_list_in_the_readme_and_the_long_one_are_those_of_the_program(self) -> None:
        sources = script("sources")

        assert (DOCS / "sources.md").read_text("utf-8") == sources.text_of(), AGAIN
        readme = (CHECKOUT / "README.md").read_text("utf-8")
        assert readme == sources.readme_of(readme), AGAIN

    def test_every_source_stands_in_both_with_its_key_and_whether_it_is_verified(self) -> None:
        readme = script("sources").BLOCK.search((CHECKOUT / "README.md").read_text("utf-8"))[0]
        long = (DOCS / "sources.md").read_text("utf-8")

        for source in all_sources().values():
            provider, _, name = source.id.partition("/")
            line = re.search(rf"^\| {re.escape(provider)} \|(.*)\|(.*)\|$", readme, re.MULTILINE)
            row = re.search(rf"^\| `{re.escape(source.id)}`(.*?)\|.*\|(.*)\|$", long, re.MULTILINE)
            assert line is not None, source.id
            assert row is not None, source.id
            assert (name if source.verified else f"{name} (unverified)") in line[1].strip().split(", "), source.id
            assert ("unverified" in row[1]) == (not source.verified), source.id
            key = f"`{source.key_env}`" if source.key_env else ""
            assert key in line[2], source.id
            assert row[2].strip() == key, source.id

    def test_a_readme_without_its_marks_is_not_overwritten(self) -> None:
        with pytest.raises(ValueError, match="lost the comments"):
            script("sources").readme_of("# Model Deprecation Monitor\n")


class TestDocuments:
    @pytest.fixture
    def whole(self, shared: Path) -> Path:
        """The folder that documents.md was made from; other folders have other documents."""
        documents = script("documents")
        here = {(document.source, document.name) for document in documents.documents()}
        if documents.listed_in((DOCS / "documents.md").read_text("utf-8")) - here:
            pytest.skip(f"{shared} lacks documents that docs/documents.md was made from")
        return shared

    def test_the_file_is_not_made_from_less_than_before(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        documents = script("documents")
        pages, file = tmp_path / "pages", tmp_path / "documents.md"
        pages.mkdir()
        monkeypatch.setattr(documents, "SHARED", tmp_path)
        monkeypatch.setattr(documents, "FILE", file)
        for name in ("a.md", "b.md"):
            (pages / name).write_text("# Text\n", "utf-8")
        rows = ["source\tdate\tpath", "acme/deprecations\t2026-08-22\ta.md", "acme/models\tunknown\tb.md"]

        (pages / "MANIFEST.tsv").write_text("\n".join(rows), "utf-8")
        assert documents.main() == 0
        made = file.read_text("utf-8")
        assert documents.listed_in(made) == {("acme/deprecations", "a.md"), ("acme/models", "b.md")}

        (pages / "MANIFEST.tsv").write_text("\n".join(rows[:2]), "utf-8")
        assert documents.main() == 0
        assert file.read_text("utf-8") == made
        assert "1 document that documents.md lists is not" in capsys.readouterr().err

        file.unlink()
        assert documents.main() == 0
        assert documents.listed_in(file.read_text("utf-8")) == {("acme/deprecations", "a.md")}

        (pages / "MANIFEST.tsv").write_text("source\tdate\n", "utf-8")
        assert documents.main() == 1
        assert "no column path" in capsys.readouterr().err

    def test_the_table_is_what_the_readers_make_of_the_documents_today(self, whole: Path) -> None:
        documents = script("documents")
        assert whole == documents.SHARED

        found = documents.text_of(documents.outcomes(documents.documents()))

        # Which lines differ, and not how two long texts do
        committed = (DOCS / "documents.md").read_text("utf-8")
        stale = sorted(set(committed.splitlines()) ^ set(found.splitlines()))
        assert stale[:20] == [], AGAIN
        assert committed == found, AGAIN

    def test_every_line_of_the_manifest_has_a_row(self, whole: Path) -> None:
        committed = (DOCS / "documents.md").read_text("utf-8")
        manifest = (whole / "pages" / "MANIFEST.tsv").read_text("utf-8").splitlines()[1:]

        missing = [path for source, _, _, path, *_ in (line.split("\t") for line in manifest)
                   if f"\n| {path.removeprefix(source + '/')} |" not in committed]  # fmt: skip
        assert missing == []

    @pytest.mark.usefixtures("shared")
    def test_no_kind_of_document_without_a_reader_of_its_own_is_believed(self) -> None:
        documents = script("documents")
        others = [d for d in documents.documents() if d.source not in all_sources()]

        believed = [d.path for d, outcome in documents.outcomes(others) if outcome.verdict == Verdict.ADMIT.value]

        assert believed == []


def blocks(document: str) -> list[tuple[str, str]]:
    """The fenced blocks of a document: language and text."""
    return re.findall(r"^```(\w*)\n(.*?)^```$", (DOCS / document).read_text("utf-8"), re.DOTALL | re.MULTILINE)


class TestAddingAProvider:
    """What the guide shows is done as it says, in a folder of its own."""

    GUIDE = "adding-a-provider.md"
    MODULE = "monitor.sources.providers.globex"

    @pytest.fixture
    def python(self) -> list[str]:
        """The reader, its test, a reader of sentences, a reader with code, a list."""
        return [text for language, text in blocks(self.GUIDE) if language == "python"]

    @pytest.fixture
    def page(self) -> str:
        (page,) = (text for language, text in blocks(self.GUIDE) if language == "markdown")
        return page

    @pytest.fixture
    def folder(self, tmp_path: Path, python: list[str], page: str) -> Path:
        (tmp_path / "providers").mkdir()
        (tmp_path / "providers" / "globex.py").write_text(python[0], "utf-8")
        (tmp_path / "test_globex.py").write_text(python[1], "utf-8")
        (tmp_path / "2026-08-22.md").write_text(page, "utf-8")
        return tmp_path

    @pytest.fixture
    def globex(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
        """The folder, with its reader among ours."""
        monkeypatch.chdir(folder)
        monkeypatch.setattr(providers, "__path__", [*providers.__path__, str(folder / "providers")])
        all_sources.cache_clear()
        yield folder
        all_sources.cache_clear()
        sys.modules.pop(self.MODULE, None)

    def shown(self) -> list[str]:
        """What the guide says that commands print."""
        return [text for language, text in blocks(self.GUIDE) if language == "text"]

    def test_the_file_alone_makes_it_a_source_and_extract_prints_what_the_guide_shows(
        self, globex: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        command = f"--today 2026-08-22 extract globex/deprecations {globex / '2026-08-22.md'}"
        status = main(command.split())

        answer = capsys.readouterr()
        keys = (
            "model_id", "stated_status", "shutdown_on", "earliest_shutdown_on", "replacements", "replacement_text",
        )  # fmt: skip
        facts = [json.loads(line) for line in answer.out.splitlines()]
        shown = self.shown()[0]
        assert (status, answer.err) == (0, "")
        assert [[fact[key] for key in keys] for fact in facts] == [json.loads(line) for line in shown.splitlines()]
        assert any(command.partition(str(globex))[0] in text for _, text in blocks(self.GUIDE))

    def test_replay_prints_what_the_guide_shows(self, globex: Path, capsys: pytest.CaptureFixture[str]) -> None:
        copies = globex / "copies"
        copies.mkdir()
        page = (globex / "2026-08-22.md").read_text("utf-8")
        (copies / "2026-08-22.md").write_text(page, "utf-8")
        (copies / "2026-05-02.md").write_text(page.replace("10/01/26", "09/01/26"), "utf-8")

        status = main(["source", "replay", "globex/deprecations", str(copies)])

        assert (status, capsys.readouterr().out) == (0, self.shown()[1])

    def test_its_test_passes_and_fails_with_another_reader(self, folder: Path) -> None:
        path = f"from monitor.sources import providers\nproviders.__path__.append({str(folder / 'providers')!r})\n"
        (folder / "conftest.py").write_text(path, "utf-8")
        options = ["-q", "-p", "no:cacheprovider", "-c", CHECKOUT / "pyproject.toml", "--rootdir", CHECKOUT]

        def outcome() -> int:
            command = [sys.executable, "-m", "pytest", *options, folder / "test_globex.py"]
            return subprocess.run(command, cwd=CHECKOUT, capture_output=True, check=False).returncode

        assert outcome() == pytest.ExitCode.OK
        reader = folder / "providers" / "globex.py"
        reader.write_text(reader.read_text("utf-8").replace("month_first=True", "month_first=False"), "utf-8")
        assert outcome() == pytest.ExitCode.TESTS_FAILED

    def test_the_reader_of_sentences_reads_the_sentence_that_the_guide_names(
        self, python: list[str], page: str
    ) -> None:
        made: dict[str, Any] = {}
        exec(python[2], made)  # noqa: S102 it is our own text
        guide = " ".join((DOCS / self.GUIDE).read_text("utf-8").split())
        sentence = re.search(r"write above its table \"(.*?)\",", guide)
        assert sentence is not None
        text = page.replace("## Schedule\n", f"## Schedule\n\n{sentence[1]}\n")

        reading = made["read"](find_source("openai/deprecations"), RawDocument(text.encode(), "", DAY))

        found = {fact.model_id: fact for fact in reading.facts}
        assert (found["glow-2"].shutdown_on, found["glow-2"].replacements) == (date(2026, 10, 1), ("glow-3",))

    def test_the_reader_with_code_reads_a_section_of_dark_models(self, python: list[str]) -> None:
        made: dict[str, Any] = {}
        exec(python[3], made)  # noqa: S102 likewise
        page = "## Dark models\n\n| Model | Shutdown date |\n| --- | --- |\n| glow-0 | soon |\n| glow-00 | TBD |\n"

        reading = made["read_retiring"](find_source("openai/deprecations"), RawDocument(page.encode(), "", DAY))

        assert {fact.model_id: fact.stated_status for fact in reading.facts} == {
            "glow-0": StatedStatus.RETIRED, "glow-00": StatedStatus.RETIRED,
        }  # fmt: skip

    def test_the_list_reads_its_shape(self, python: list[str]) -> None:
        made: dict[str, Any] = {}
        exec(python[4], made)  # noqa: S102 likewise
        (source,) = made["SOURCES"]
        row = {"name": "glow-2", "title": "Glow 2", "lifecycle": {"end": "2026-10-01"}}

        (fact,) = source.reading_of(json.dumps({"models": [row]}).encode(), "application/json", DAY).facts

        assert (fact.model_id, fact.display_name, fact.shutdown_on) == ("glow-2", "Glow 2", date(2026, 10, 1))

    def test_every_rule_of_tables_is_explained(self) -> None:
        guide = (DOCS / self.GUIDE).read_text("utf-8")

        assert [rule.name for rule in fields(TableRules) if f"`{rule.name}" not in guide] == []
