"""`pin import`: files in, pins out, and what is told beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Terminal
from tests.imports.samples import LITELLM, SHEET


def references(terminal: Terminal) -> list[str]:
    return [pin["reference"] for pin in terminal("pin", "list", "--json").json["pins"] if pin["owner"] == "cli"]


class TestImport:
    def test_pins_are_registered_and_what_is_none_is_told(self, shop: Terminal) -> None:
        (shop.folder / "proxy.yaml").write_text(LITELLM, "utf-8")

        answer = shop("pin", "import", "ranker", str(shop.folder / "proxy.yaml"))

        assert answer.status == 4
        assert "openai/gpt-3.5-turbo" in answer.out
        assert "proxy.yaml:23: azure/gpt-turbo-small-ca: names a deployment of Azure" in answer.err
        assert answer.err.endswith("ranker: 5 pins registered, 0 there already\n")
        assert "bedrock/eu-central-1/anthropic.claude-3-haiku-20240307-v1:0" in references(shop)

    def test_a_rehearsal_registers_nothing(self, shop: Terminal) -> None:
        (shop.folder / "models.txt").write_text("openai/gpt-4o\n", "utf-8")

        answer = shop("pin", "import", "ranker", "models.txt", "--dry-run", "--json")

        assert answer.status == 0
        assert answer.json["pins"] == [{"reference": "openai/gpt-4o", "environment": None, "location": "models.txt:1"}]
        assert (answer.json["dry_run"], answer.json["formats"]) == (True, {"models.txt": "text"})
        assert references(shop) == []

    def test_what_no_source_names_is_told_with_the_nearest(self, shop: Terminal) -> None:
        (shop.folder / "models.txt").write_text("openai/gpt-4-0314\nopenai/gpt-4-031\n", "utf-8")

        rehearsal = shop("pin", "import", "ranker", "models.txt", "--dry-run", "--json")
        answer = shop("pin", "import", "ranker", "models.txt")

        (found,) = rehearsal.json["unwatched"]
        assert (found["reference"], found["nearest"][0]) == ("openai/gpt-4-031", "openai/gpt-4-0314")
        assert "no source names openai/gpt-4-031 (a typo?" in answer.err

    def test_one_bad_file_and_nothing_is_registered(self, shop: Terminal) -> None:
        (shop.folder / "models.txt").write_text("openai/gpt-4o\n", "utf-8")
        (shop.folder / "bad.json").write_text("[1,", "utf-8")

        answer = shop("pin", "import", "ranker", "models.txt", "bad.json")

        assert answer.status == 2
        assert "bad.json line 1, column 4 is no JSON" in answer.err
        assert references(shop) == []

    def test_bad_files_may_be_skipped(self, shop: Terminal) -> None:
        (shop.folder / "models.txt").write_text("openai/gpt-4o\n", "utf-8")
        (shop.folder / "bad.json").write_text("[1,", "utf-8")

        answer = shop("pin", "import", "ranker", "models.txt", "bad.json", "--skip-bad", "--json")

        assert (answer.status, len(answer.json["failed"])) == (4, 1)
        assert references(shop) == ["openai/gpt-4o"]

    def test_one_sheet_may_hold_the_pins_of_many_projects(self, shop: Terminal) -> None:
        shop("project", "add", "indexer", "--team", "search")
        rows = ["project,model,env", "ranker,gpt-4,prod", "indexer,gpt-4,prod", "nobody,gpt-4,", ",gpt-4,"]
        (shop.folder / "all.csv").write_text("\n".join(rows), "utf-8")

        told = [shop("pin", "import", "-", "all.csv", *more) for more in (["--dry-run"], [], [])]

        assert [one.status for one in told] == [4, 4, 4]
        assert told[0].err.splitlines()[-4:] == [
            "all.csv:4: gpt-4: there is no project nobody: add it first",
            "all.csv:5: gpt-4: names no project",
            "indexer: 1 pin would be registered, 0 there already",
            "ranker: 1 pin would be registered, 0 there already",
        ]
        assert "ranker: 1 pin registered, 0 there already" in told[1].err
        assert "ranker: 0 pins registered, 1 there already" in told[2].err
        pins = [pin for pin in shop("pin", "list", "--json").json["pins"] if pin["owner"] == "cli"]
        assert [(pin["project"], pin["location"]) for pin in pins] == [
            ("indexer", "all.csv:3"),
            ("ranker", "all.csv:2"),
        ]

    def test_the_projects_of_a_sheet_are_told_in_json(self, shop: Terminal) -> None:
        (shop.folder / "all.csv").write_text("project,model\nranker,gpt-4\n,gpt-4\n", "utf-8")

        answer = shop("pin", "import", "-", "all.csv", "--dry-run", "--json").json

        assert [(one["project"], len(one["pins"])) for one in answer["projects"]] == [("ranker", 1)]
        assert [one["reason"] for one in answer["unread"]] == ["names no project"]

    def test_a_formula_in_a_sheet_is_shown_as_text(self, shop: Terminal) -> None:
        (shop.folder / "models.csv").write_text(SHEET, "utf-8")

        answer = shop("pin", "import", "ranker", "models.csv")

        assert answer.status == 4
        assert "contains '='" in answer.err
        assert not any("=" in reference for reference in references(shop))

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("rankr", "models.txt"), "did you mean ranker?"),
            (("ranker", "absent.txt"), "absent.txt: No such file"),
            (("ranker",), "nothing to import was named"),
            (("-", "--checkouts", ".."), "code names no project"),
            (("ranker", "models.txt", "--format", "xml"), "is not one of"),
        ],
    )
    def test_what_cannot_be_done_is_one_line_and_status_2(
        self, shop: Terminal, words: tuple[str, ...], says: str
    ) -> None:
        (shop.folder / "models.txt").write_text("openai/gpt-4o\n", "utf-8")

        answer = shop("pin", "import", *words)

        assert (answer.status, answer.err.count("\n")) == (2, 1)
        assert says in answer.err


class TestCode:
    def test_checkouts_are_scanned(self, shop: Terminal) -> None:
        (shop.folder / "src" / "api").mkdir(parents=True)
        (shop.folder / "src" / "api" / "llm.py").write_text('MODEL = "gpt-4-0613"\n', "utf-8")

        answer = shop("pin", "import", "ranker", "--checkouts", "src", "--json")

        assert answer.status == 0
        assert answer.json["pins"] == [{"reference": "gpt-4-0613", "environment": None, "location": "llm.py:1"}]

    def test_a_list_with_a_bad_address_clones_nothing(self, shop: Terminal) -> None:
        (shop.folder / "repositories.txt").write_text("# ours\nfile:///etc\n", "utf-8")

        answer = shop("pin", "import", "ranker", "--clone", "repositories.txt")

        assert (answer.status, "is no address that is cloned" in answer.err) == (2, True)


class TestBesideAScan:
    """A scan names files from the folder that it scans, an import from where one stands: one file is one place."""

    @pytest.fixture
    def config(self, tmp_path_factory: pytest.TempPathFactory) -> Path:
        path = tmp_path_factory.mktemp("elsewhere") / "code" / "deploy" / "proxy.yaml"
        path.parent.mkdir(parents=True)
        text = "model_list:\n  - model_name: gpt-4o\n    litellm_params:\n      model: openai/gpt-4-0613\n"
        path.write_text(text, "utf-8")
        return path

    def test_what_a_scan_has_pinned_is_not_imported_again(self, shop: Terminal, config: Path) -> None:
        shop("scan", str(config.parent.parent), "--register", "ranker")

        answer = shop("pin", "import", "ranker", str(config))

        assert answer.err.endswith("ranker: 0 pins registered, 1 there already\n")
        assert references(shop) == []

    def test_what_was_imported_is_not_pinned_by_a_scan_again(self, shop: Terminal, config: Path) -> None:
        shop("pin", "import", "ranker", str(config))

        shop("scan", str(config.parent.parent), "--register", "ranker")

        pins = [pin for pin in shop("pin", "list", "--json").json["pins"] if pin["owner"] != "config"]
        assert [(pin["reference"], pin["owner"]) for pin in pins] == [("openai/gpt-4-0613", "cli")]

    def test_a_file_of_the_same_name_elsewhere_is_another_place(self, shop: Terminal, config: Path) -> None:
        shop("scan", str(config.parent.parent), "--register", "ranker")
        other = shop.folder / "proxy.yaml"
        other.write_bytes(config.read_bytes())

        answer = shop("pin", "import", "ranker", str(other))

        assert answer.err.endswith("ranker: 1 pin registered, 0 there already\n")

    def test_code_is_sent_to_the_scan(self, shop: Terminal) -> None:
        (shop.folder / "main.tf").write_text('variable "model" {\n  default = "gpt-4"\n}\n', "utf-8")

        answer = shop("pin", "import", "ranker", "main.tf")

        assert answer.status == 2
        assert "main.tf is in no known format" in answer.err
        assert "`model-monitor scan` reads code" in answer.err
