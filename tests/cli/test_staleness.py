"""R18: what was not read for three intervals of its source is shown as stale wherever it is shown."""

from __future__ import annotations

import json
import urllib.request
from datetime import date

import pytest

from monitor import config
from monitor.service.assembly import assembled
from monitor.web.server import serving
from tests.cli.conftest import CONFIG, Terminal
from tests.e2e.mirror import Mirror

EVERY = '[schedule]\npages = "12h"\n[web]\nport = 0\n'  # so that three of them are a day and a half


@pytest.fixture
def polled(terminal: Terminal, pages: Mirror, database_url: str) -> Terminal:
    terminal.configure(f'[database]\nurl = "{database_url}"\n{CONFIG.format(mirror=pages.url)}{EVERY}')
    assert terminal("db", "upgrade").status == 0
    assert terminal("poll", "--source", "openai/deprecations").status == 0
    return terminal


@pytest.mark.parametrize(("day", "is_stale"), [("2026-08-23", False), ("2026-08-24", True)])
def test_every_output_says_so(polled: Terminal, day: str, is_stale: bool) -> None:
    check = polled("--today", day, "check", "--project", "ranker", "--json").json["findings"][0]
    outputs = {
        "check": "stale: what it says now may differ" in polled("--today", day, "check", "--project", "ranker").out,
        "JSON": check["evidence"]["stale"],
        "coverage": check["coverage"]["verdict"] == "stale",
        **{
            name: ", stale)" in polled("--today", day, "check", "--project", "ranker", "--format", name).out
            for name in ("github", "sarif", "junit")
        },
        "pin list": "stale" in polled("--today", day, "pin", "list").out,
        "source check": "stale" in polled("--today", day, "source", "check").out,
        "digest": "openai/deprecations" in polled("--today", day, "digest", "show").out.partition("Sources")[2],
        **served(polled, day),
    }

    assert outputs == dict.fromkeys(outputs, is_stale)


def served(shop: Terminal, day: str) -> dict[str, bool]:
    settings = config.load(shop.folder / "config.toml", {})
    with assembled(settings, {}, day=date.fromisoformat(day)) as service, serving(service) as url:
        page = urllib.request.urlopen(f"{url}/", timeout=10).read().decode()
        answer = json.load(urllib.request.urlopen(f"{url}/api/v1/check?reference=openai/gpt-4-0314", timeout=10))
    return {"page": "<strong>stale</strong>" in page, "API": answer["findings"][0]["evidence"]["stale"]}
