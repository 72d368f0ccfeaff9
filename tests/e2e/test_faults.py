"""One source misbehaves: the others are read in full, and nothing that is known is lost or invented."""

from __future__ import annotations

import json
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.core.facts import Fact
from monitor.service.poll import Outcome
from monitor.store import facts, sources
from monitor.store.engine import reading
from monitor.store.states import Health
from tests.e2e.conftest import World
from tests.e2e.mirror import Section, openai_page

OURS = Section("2025-09-26", (("2026-03-26", "gpt-4-0314", "`gpt-5`"),))
PAGE = openai_page(OURS)
LIST = json.dumps({"object": "list", "data": [{"id": f"gpt-{n}", "object": "model", "created": 1} for n in range(40)]})
LOGIN = "<!doctype html><title>Sign in</title><form><input name=password type=password></form>"
FAULTS = {
    "500": (500, "error"),
    "429": (429, "slow down"),
    "login": (200, LOGIN),
    "captcha": (200, "<!doctype html><title>Just a moment...</title><h1>Verify you are human</h1>"),
    "blank": (200, "<!doctype html><html><body></body></html>"),
    "empty": (200, ""),
    "json-error": (200, '{"error": {"message": "internal error", "code": 500}}'),
    "half": (200, PAGE[: len(PAGE) // 2]),
    "other headings": (200, PAGE.replace("Shutdown date", "Wann").replace("Recommended replacement", "Ersatz")),
}


def known(world: World, day: str) -> list[Fact]:
    with world.service(day) as service, reading(service.engine) as session:
        return [o.fact for o in facts.observations(session)]


@pytest.mark.parametrize("fault", FAULTS)
def test_a_broken_page_changes_nothing_and_is_reported(world: World, fault: str) -> None:
    world.pages.documents |= {"openai/deprecations": PAGE, "openai/models": LIST}
    world.round("2025-11-13")
    before = known(world, "2025-11-13")

    world.pages.broken["openai/deprecations"] = FAULTS[fault]
    for day in ("2025-11-14", "2025-11-15"):
        reports = world.round(day)
        assert reports["openai/models"].outcome is Outcome.UNCHANGED
        assert reports["openai/deprecations"].outcome in {Outcome.FAILED, Outcome.SUSPECT}
        assert reports["openai/deprecations"].reason
    assert known(world, "2025-11-15") == before
    with world.service("2025-11-15") as service, reading(service.engine) as session:
        state = sources.state(session, "openai/deprecations")
        assert state is not None
        assert state.state in {Health.FAILED, Health.SUSPECT}
        assert (state.since.date().isoformat(), state.failures) == ("2025-11-14", 2)

    del world.pages.broken["openai/deprecations"]
    assert world.round("2025-11-16")["openai/deprecations"].outcome is Outcome.UNCHANGED
    assert len(world.told) == 1


def test_a_page_cut_near_its_end_is_held_for_an_hour_and_then_loses_no_fact(world: World) -> None:
    world.pages.documents["openai/deprecations"] = PAGE
    world.round("2025-11-13")
    before = known(world, "2025-11-13")

    world.pages.documents["openai/deprecations"] = PAGE[: PAGE.index("old-model-020") + 6]
    first = world.round("2025-11-14")["openai/deprecations"]
    second = world.round("2025-11-15")["openai/deprecations"]

    assert first.outcome is Outcome.SUSPECT
    assert {c.kind.value for c in second.changes} == {"row_vanished"}
    assert known(world, "2025-11-15") == before


def test_a_wave_of_dates_is_admitted_when_a_later_poll_reads_the_same(world: World) -> None:
    rows = tuple((f"2026-0{1 + n % 6}-15", f"wave-{n}", "`gpt-5`") for n in range(20))
    world.pages.documents["openai/deprecations"] = openai_page(Section("2025-09-26", rows))
    world.round("2025-11-13")

    moved = tuple(("2026-09-30", model, new) for _, model, new in rows)
    world.pages.documents["openai/deprecations"] = openai_page(Section("2025-09-26", moved))
    first = world.round("2025-11-14")["openai/deprecations"]
    second = world.round("2025-11-15")["openai/deprecations"]

    assert first.outcome is Outcome.SUSPECT
    assert "dates change at once" in first.reason
    assert second.outcome is Outcome.CHANGED
    assert sum(c.kind.value == "shutdown_date_moved" for c in second.changes) == 20


@pytest.fixture(scope="module")
def replay(shared: Path) -> Iterator[str]:
    command = [sys.executable, str(shared / "tools" / "replay.py"), "--on", "2026-08-22", "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield server.stdout.readline().split()[-1]
        server.terminate()


@pytest.mark.parametrize("source", ["openai/deprecations", "anthropic/deprecations", "google/deprecations"])
def test_every_fault_of_a_real_source_leaves_its_facts_and_the_others_alone(
    world: World, replay: str, source: str
) -> None:
    if world.database_url.startswith("postgresql"):
        pytest.skip("the same on both databases; the short tests above run on both")
    world.pages = replace(world.pages, url=replay)
    world.fetch = 'timeout = "5s"'
    world.round("2026-08-22")
    calm = {source_id: report.outcome for source_id, report in world.round("2026-08-23").items()}
    assert set(calm.values()) <= {Outcome.UNCHANGED, Outcome.SKIPPED, Outcome.SUSPECT}
    before = known(world, "2026-08-22")
    assert {"openai", "anthropic", "google"} <= {fact.provider for fact in before}

    for day, fault in enumerate(
        ["500", "429", "hang", "truncate", "half", "empty", "login", "captcha", "blank", "json-error", "bomb",
         "redirect", "private", "latin1", "404", "403", "reset", "slow"], start=1,
    ):  # fmt: skip
        _control(replay, {source: fault})
        reports = world.round(f"2026-09-{day:02}")
        outcome = reports.pop(source)
        if fault == "latin1":  # Anthropic's page has hardly a letter beyond ASCII, and may rightly be read
            assert outcome.outcome in {Outcome.SUSPECT, Outcome.CHANGED, Outcome.UNCHANGED}
        else:
            assert outcome.outcome in {Outcome.FAILED, Outcome.SUSPECT}, fault
            assert outcome.reason
        assert {i: r.outcome for i, r in reports.items()} == {i: o for i, o in calm.items() if i != source}, fault
    _control(replay, {source: None})

    after = {
        (f.provider, f.key): replace(f, quote="", words=None, replacement_text=None) for f in known(world, "2026-09-20")
    }
    assert after == {(f.provider, f.key): replace(f, quote="", words=None, replacement_text=None) for f in before}


def _control(url: str, faults: dict[str, str | None]) -> None:
    body = json.dumps({"faults": faults}).encode()
    with urllib.request.urlopen(
        urllib.request.Request(f"{url}/_control", data=body, method="POST"), timeout=5
    ) as answer:
        answer.read()
