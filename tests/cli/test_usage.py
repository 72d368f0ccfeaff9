"""`usage`: exports in, weights beside pins, proposals for what nobody pinned."""

from __future__ import annotations

import pytest

from tests.cli.conftest import Terminal
from tests.imports.samples import dumped
from tests.imports.usage_samples import OPENAI

TODAY = "2026-11-24"


@pytest.fixture
def used(shop: Terminal) -> Terminal:
    """The shop, with an export of usage of two models, one of them pinned."""
    results = [
        {"model": "gpt-4-0314", "num_model_requests": 1200, "project_id": "proj_1", "input_tokens": 10},
        {"model": "gpt-4.1", "num_model_requests": 3, "project_id": "proj_1"},
    ]
    page = {"object": "page", "data": [{**OPENAI["data"][0], "results": results}], "has_more": False}
    (shop.folder / "usage.json").write_bytes(dumped(page))
    return shop


class TestUsage:
    def test_it_is_shown_beside_pins_and_findings(self, used: Terminal) -> None:
        taken = used("--today", TODAY, "usage", "import", "usage.json", "--map", "proj_1=ranker", "--json")

        assert taken.status == 0
        assert taken.json["usage"][0] == {
            "project": "ranker", "reference": "openai/gpt-4-0314", "requests_30d": 1200, "tokens_30d": 10,
        }  # fmt: skip
        pins = used("--today", TODAY, "pin", "list", "--json").json["pins"]
        assert [pin["requests_30d"] for pin in pins] == [1200, None]
        findings = used("--today", TODAY, "check", "--json").json["findings"]
        assert [finding["requests_30d"] for finding in findings] == [1200, None]
        assert "1,200" in used("--today", TODAY, "pin", "list").out

    def test_it_weighs_for_thirty_days(self, used: Terminal) -> None:
        used("--today", TODAY, "usage", "import", "usage.json", "--project", "ranker")

        assert "1,200" in used("--today", "2026-12-22", "pin", "list").out
        assert "1,200" not in used("--today", "2026-12-23", "pin", "list").out

    def test_what_is_nobodys_is_told_with_what_to_say(self, used: Terminal) -> None:
        answer = used("--today", TODAY, "usage", "import", "usage.json")

        assert answer.status == 4
        assert "proj_1: no project of ours, 1,203 requests; --map proj_1=PROJECT says whose" in answer.err

    def test_a_rehearsal_keeps_nothing(self, used: Terminal) -> None:
        answer = used("--today", TODAY, "usage", "import", "usage.json", "--project", "ranker", "--dry-run")

        assert (answer.status, "2 models of projects would be kept" in answer.err) == (0, True)
        assert used("--today", TODAY, "usage", "proposals", "--json").json["proposals"] == []

    def test_proposals_are_accepted_when_asked(self, used: Terminal) -> None:
        used("--today", TODAY, "usage", "import", "usage.json", "--project", "ranker")

        proposed = used("--today", TODAY, "usage", "proposals", "--json")
        accepted = used("--today", TODAY, "usage", "proposals", "--accept")

        assert [one["reference"] for one in proposed.json["proposals"]] == ["openai/gpt-4.1"]
        assert accepted.status == 0
        assert "openai/gpt-4.1" in used("pin", "list").out
        assert "nothing is used that is not pinned" in used("--today", TODAY, "usage", "proposals").err

    @pytest.mark.parametrize(
        ("words", "says"),
        [
            (("usage.json", "--map", "proj_1"), "maps nothing"),
            (("usage.json", "--map", "proj_1=rankr"), "did you mean ranker?"),
            (("usage.json", "--format", "litellm"), "is no known answer about usage"),
            (("absent.json",), "No such file"),
        ],
    )
    def test_what_cannot_be_done_is_one_line_and_status_2(
        self, used: Terminal, words: tuple[str, ...], says: str
    ) -> None:
        answer = used("usage", "import", *words)

        assert (answer.status, answer.err.count("\n")) == (2, 1)
        assert says in answer.err
