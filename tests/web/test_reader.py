"""The digest in a browser, and the page behind the link that ends a subscription."""

from __future__ import annotations

import urllib.parse
from collections.abc import Iterator
from pathlib import Path

import pytest

from monitor.service import subscriptions
from tests.web.test_web import Browser, browsing

TEAM = '[web]\nport = 0\npublic_url = "http://localhost"\n[[teams]]\nname = "search"\nemails = ["lead@example.org"]\n'


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[Browser]:
    with browsing(tmp_path, TEAM) as opened:
        yield opened


def path_of(browser: Browser) -> str:
    link = urllib.parse.urlsplit(subscriptions.links(browser.service)("search", "lead@example.org"))
    return f"{link.path}?{link.query}"


def test_the_digest_is_shown_as_its_mail_would_be(browser: Browser) -> None:
    page = browser.ask("/digest/search")

    assert page.status == 200
    assert "gpt-4-0314" in page.body
    assert "script" not in page.headers["content-security-policy"]
    assert "'unsafe-inline'" not in browser.ask("/").headers["content-security-policy"]
    assert "/digest/search" in browser.ask("/").body
    assert browser.ask("/digest/nobody").status == 404


def test_opening_the_link_ends_nothing_and_posting_to_it_does(browser: Browser) -> None:
    asked = browser.ask(path_of(browser))
    before = subscriptions.unsubscribed(browser.service, "search")
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    ended = [browser.ask(path_of(browser), "POST", "List-Unsubscribe=One-Click", headers=form) for _ in range(2)]

    assert asked.status == 200
    assert "lead@example.org" in asked.body
    assert before == []
    assert [answer.status for answer in ended] == [200, 200]
    assert subscriptions.unsubscribed(browser.service, "search") == ["lead@example.org"]


@pytest.mark.parametrize("token", ["", "x", "x.y", "%00", "a" * 2_000])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_link_that_is_not_ours_is_refused_in_words(browser: Browser, method: str, token: str) -> None:
    answer = browser.ask(f"/unsubscribe?token={token}", method)

    assert answer.status == 422
    assert answer.json["detail"]
