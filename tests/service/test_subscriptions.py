"""A person's own word on the digest: signed links, and what they end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import config
from monitor.errors import RegistryError, UsageError
from monitor.service import subscriptions
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.subscriptions import Subscription

TEAM = """
[web]
public_url = "https://models.example.org/"
[[teams]]
name = "search-2"
emails = ["Lead@example.org", "second@example.org"]
"""


@pytest.fixture
def service(tmp_path: Path, database_url: str) -> Iterator[Service]:
    path = tmp_path / "config.toml"
    path.write_text(f'[database]\nurl = "{database_url}"\n{TEAM}')
    with assembled(config.load(path, {}), {}, migrate=True) as made:
        yield made


def token(service: Service, team: str = "search-2", address: str = "Lead@example.org") -> str:
    return subscriptions.links(service)(team, address).partition("?token=")[2]


def test_a_link_says_whose_subscription_it_ends(service: Service) -> None:
    link = subscriptions.links(service)("search-2", "Lead@example.org")

    assert link.startswith("https://models.example.org/unsubscribe?token=")
    assert subscriptions.of_link(service, token(service)) == Subscription("search-2", "Lead@example.org")


def test_a_link_that_was_changed_anywhere_is_refused(service: Service) -> None:
    good = token(service)

    for at in range(len(good)):
        forged = good[:at] + ("A" if good[at] != "A" else "B") + good[at + 1 :]
        with pytest.raises(UsageError):
            subscriptions.of_link(service, forged)


def test_no_text_that_was_not_signed_here_passes(service: Service) -> None:
    @given(st.text(max_size=80))
    def refused(text: str) -> None:
        with pytest.raises(UsageError):
            subscriptions.of_link(service, text)

    refused()


def test_a_word_is_taken_once_whatever_its_case_and_can_be_taken_back(service: Service) -> None:
    team = "search-2"

    assert subscriptions.unsubscribe(service, team, "lead@EXAMPLE.org", who="test")
    assert not subscriptions.unsubscribe(service, team, "Lead@example.org", who="test")
    assert subscriptions.unsubscribed(service, team) == ["Lead@example.org"]
    assert subscriptions.subscribe(service, team, "Lead@example.org", who="test")
    assert not subscriptions.subscribe(service, team, "Lead@example.org", who="test")
    assert subscriptions.unsubscribed(service, team) == []


@pytest.mark.parametrize(("team", "address"), [("nobody", "Lead@example.org"), ("search-2", "x@example.org")])
def test_who_is_not_listed_cannot_be_unsubscribed(service: Service, team: str, address: str) -> None:
    with pytest.raises(RegistryError):
        subscriptions.unsubscribe(service, team, address, who="test")
