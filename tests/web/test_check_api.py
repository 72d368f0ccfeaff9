"""How references stand, over the HTTP interface: what a check of another machine asks."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.web.test_web import Browser, browsing

CHECK = "/api/v1/check"


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with browsing(tmp_path) as opened:
        yield opened


def test_references_are_answered_one_by_one_in_order(browser: Browser) -> None:
    asked = ["openai/gpt-4-0314", "openai/no-such-model", "openai/gpt-4-0314"]

    posted = browser.ask(CHECK, "POST", {"references": asked})
    got = browser.ask(f"{CHECK}?reference={'&reference='.join(asked)}")

    assert (posted.status, got.status) == (200, 200)
    assert posted.json == got.json
    assert [(f["reference"], f["severity"]) for f in posted.json["findings"]] == [
        ("openai/gpt-4-0314", "retired"),
        ("openai/no-such-model", "unknown"),
        ("openai/gpt-4-0314", "retired"),
    ]


def test_without_references_it_is_the_pins_of_all_projects(browser: Browser) -> None:
    answer = browser.ask(CHECK)

    told = [(f["project"], f["reference"]) for f in answer.json["findings"]]
    assert told == [("ranker", "openai/gpt-4-0314"), ("ranker", "openai/no-such-model")]


def test_no_references_in_a_question_are_no_findings(browser: Browser) -> None:
    assert browser.ask(CHECK, "POST", {"references": []}).json["findings"] == []


def test_how_far_ahead_a_shutdown_is_imminent_may_be_said(browser: Browser) -> None:
    asked = {"references": ["openai/gpt-5-2025-08-07"]}

    near = browser.ask(CHECK, "POST", asked | {"within": 1}).json["findings"][0]["severity"]
    far = browser.ask(CHECK, "POST", asked | {"within": 3650}).json["findings"][0]["severity"]

    assert (near, far) == ("upcoming", "imminent")


def test_five_thousand_references_are_answered_and_one_more_is_refused(browser: Browser) -> None:
    most = ["openai/gpt-4-0314"] * 5_000

    assert len(browser.ask(CHECK, "POST", {"references": most}).json["findings"]) == 5_000
    assert browser.ask(CHECK, "POST", {"references": [*most, "openai/gpt-4"]}).status == 422


@pytest.mark.parametrize(
    "question",
    [
        {"references": ["two words"]},
        {"references": ["gpt-*"]},
        {"references": [""]},
        {"references": ["x" * 301]},
        {"references": "openai/gpt-4"},
        {"references": [], "within": -1},
        {"references": [], "colour": "red"},
        {},
    ],
)
def test_what_cannot_be_asked_is_refused_in_words(browser: Browser, question: object) -> None:
    answer = browser.ask(CHECK, "POST", question)

    assert answer.status == 422
    assert answer.json["detail"]


def test_the_ids_are_those_that_a_scan_looks_for(browser: Browser) -> None:
    ids = browser.ask("/api/v1/ids").json["ids"]

    assert "gpt-4-0314" in ids
    assert ids == sorted(ids)
    assert all(" " not in one for one in ids)


@pytest.mark.parametrize("path", [CHECK, "/api/v1/ids"])
def test_a_token_that_may_read_is_enough_and_none_is_not(browser: Browser, path: str) -> None:
    token = browser.token("ci", "read")

    assert browser.ask(path).status == 401
    assert browser.ask(path, token=token).status == 200


def test_a_project_s_decisions_count_for_its_references_alone(browser: Browser) -> None:
    gone, question = "openai/gpt-4-0314", {"references": ["gpt-4-0314"]}
    made = {"reference": gone, "kind": "acknowledged", "reason": "seen"}
    assert browser.ask("/api/v1/projects/ranker/decisions", "POST", made).status == 201

    (of_project,) = browser.ask("/api/v1/projects/ranker/check", "POST", question).json["findings"]
    (of_nobody,) = browser.ask(CHECK, "POST", question).json["findings"]

    assert (of_project["project"], of_project["decision"]["kind"]) == ("ranker", "acknowledged")
    assert (of_nobody["project"], of_nobody["decision"]) == (None, None)
    assert browser.ask("/api/v1/projects/nobody/check", "POST", question).status == 404
    token = browser.token("ci", "read")
    assert browser.ask("/api/v1/projects/ranker/check", "POST", question).status == 401
    assert browser.ask("/api/v1/projects/ranker/check", "POST", question, token=token).status == 200


def test_a_page_of_another_site_cannot_ask(browser: Browser) -> None:
    foreign = {"Origin": "https://evil.example"}

    assert browser.ask(CHECK, "POST", {"references": []}, headers=foreign).status == 403
