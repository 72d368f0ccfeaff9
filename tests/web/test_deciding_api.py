"""Decisions and overrides over HTTP: who may, what they come to, and what the page shows of them."""

from __future__ import annotations

from tests.web.test_web import Browser, browser

__all__ = ["browser"]

DECISIONS = "/api/v1/projects/ranker/decisions"
SNOOZE = {"reference": "openai/gpt-4-0314", "kind": "snoozed", "until": "2026-12-06", "reason": "release <week>"}


def test_a_decision_is_made_once_listed_and_shown_on_the_page(browser: Browser) -> None:
    read, write = browser.token("dashboards", "read"), browser.token("ci", "write")
    new = {**SNOOZE, "request_key": "press 1"}

    assert browser.ask(DECISIONS, "POST", new).status == 401
    assert browser.ask(DECISIONS, "POST", new, token=read).status == 403
    made = browser.ask(DECISIONS, "POST", new, token=write)
    again = browser.ask(DECISIONS, "POST", {**new, "kind": "acknowledged", "until": None}, token=write)

    assert (made.status, made.json["new"], again.json["new"]) == (201, True, False)
    assert {**made.json, "new": False} == again.json
    (listed,) = browser.ask(DECISIONS, token=read).json
    assert (listed["by"], listed["holds"], listed["until"]) == ("token ci", True, "2026-12-06")
    finding = browser.ask("/api/v1/projects/ranker/findings", token=read).json["findings"]
    assert [f["decision"] and f["decision"]["kind"] for f in finding] == ["snoozed", None]
    assert "snoozed until 2026-12-06 by token ci: release &lt;week&gt;" in browser.ask("/").body


def test_an_override_is_stated_and_withdrawn(browser: Browser) -> None:
    new = {"model": "openai/gpt-4-0314", "replacement": "openai/gpt-5.6-sol", "level": "project", "name": "ranker"}

    stated = browser.ask("/api/v1/overrides", "POST", new)
    assert stated.status == 201
    assert stated.json["overrides"] == browser.ask("/api/v1/overrides").json
    first = browser.ask("/api/v1/projects/ranker/findings").json["findings"][0]["replacement"]
    assert (first["model_id"], first["from"]) == ("gpt-5.6-sol", "override")

    where = "/api/v1/overrides?model=openai/gpt-4-0314&level=project&name=ranker"
    assert browser.ask(where, "DELETE").status == 204
    assert browser.ask(where, "DELETE").status == 404


def test_bad_input_is_refused_in_words(browser: Browser) -> None:
    override = {"model": "openai/gpt-4", "replacement": "openai/gpt-5"}
    for path, body, status in (
        ("/api/v1/projects/nobody/decisions", SNOOZE, 404),
        (DECISIONS, {**SNOOZE, "reference": "openai/gpt-4"}, 404),
        (DECISIONS, {**SNOOZE, "until": "2026-11-22"}, 422),
        (DECISIONS, {**SNOOZE, "kind": "forgotten"}, 422),
        (DECISIONS, {**SNOOZE, "colour": "red"}, 422),
        (DECISIONS, {"reference": "openai/gpt-4-0314", "kind": "waived", "until": "2027-01-31"}, 422),
        ("/api/v1/overrides", {**override, "model": "two words"}, 422),
        ("/api/v1/overrides", {**override, "level": "team", "name": "nobody"}, 404),
    ):
        refused = browser.ask(path, "POST", body)
        assert refused.status == status, (path, body)
        assert refused.json["detail"]
