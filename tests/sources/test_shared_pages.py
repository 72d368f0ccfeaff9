"""Every stored page of the three providers: right by the gold facts where there are some, sensible where not."""

from __future__ import annotations

import csv
import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from monitor.core.facts import Fact, Reading
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

PROVIDERS = ["anthropic", "google", "openai"]
SCORED = ["deprecated_on", "shutdown_on", "earliest_shutdown_on", "alias_of", "replacements"]
ALSO = ["stated_status"]


def read(source_id: str, path: Path, day: date) -> Reading:
    source = find_source(source_id)
    return source.read(source, RawDocument(path.read_bytes(), source.url, day))


def documents(shared: Path, source_id: str) -> list[tuple[date, Path]]:
    """The dated documents of a source, oldest first."""
    with (shared / "pages" / "MANIFEST.tsv").open(newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest, delimiter="\t") if row["source"] == source_id]
    dated = sorted((row["date"], row["path"]) for row in rows if row["date"] != "unknown")
    return [(date.fromisoformat(day), shared / "pages" / path) for day, path in dated]


def states_something(row: dict[str, Any]) -> bool:
    has_date = any(row.get(name) for name in SCORED if name != "alias_of")
    return has_date or row.get("stated_status") in {"legacy", "deprecated", "retired"}


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_gold_fact_is_found_and_none_is_invented(provider: str, shared: Path) -> None:
    golds = sorted((shared / "truth" / "gold").glob(f"{provider}-20*.jsonl"))
    assert golds
    for gold in golds:
        header, *rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines() if line.strip()]
        if header["source"] != f"{provider}/deprecations":
            continue
        reading = read(header["source"], shared / "pages" / header["document"], date.fromisoformat(header["read_on"]))
        got = {row["model_id"]: row for row in (fact.as_json() for fact in reading.facts) if states_something(row)}
        want = {row["model_id"]: row for row in rows if not row.get("uncertain")}

        assert set(got) == set(want), gold.name
        for model_id, row in want.items():
            expected = {name: row.get(name) or ([] if name == "replacements" else None) for name in [*SCORED, *ALSO]}
            assert {name: got[model_id][name] for name in expected} == expected, (gold.name, model_id)
        assert reading.unread == ()


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_true_document_is_believed_and_understood_whole(provider: str, shared: Path) -> None:
    source_id = f"{provider}/deprecations"
    guards = find_source(source_id).guards
    for day, path in documents(shared, source_id):
        reading = read(source_id, path, day)

        judgement = judge(reading, (), guards, read_on=day)
        assert (judgement.verdict, reading.unread) == (Verdict.ADMIT, ()), (path.name, judgement.reason)


@pytest.mark.parametrize("provider", PROVIDERS)
def test_every_fact_of_every_document_makes_sense(provider: str, shared: Path) -> None:
    for day, path in documents(shared, f"{provider}/deprecations"):
        facts = read(f"{provider}/deprecations", path, day).facts

        assert len({fact.key for fact in facts}) == len(facts), path.name
        for fact in facts:
            assert makes_sense(fact, day), (path.name, fact)


def makes_sense(fact: Fact, day: date) -> bool:
    end = fact.shutdown_on or fact.earliest_shutdown_on
    begin = fact.deprecated_on or fact.released_on
    return (
        (begin is None or date(2022, 1, 1) <= begin <= day)
        and (end is None or begin is None or begin < end <= day + timedelta(days=1000))
        and fact.alias_of != fact.model_id
        and fact.model_id not in fact.replacements
        and fact.model_id.split("-")[-1] in fact.quote.replace("\u2011", "-")
        and "#" in fact.url
    )


@pytest.mark.parametrize("provider", PROVIDERS)
def test_from_one_document_to_the_next_few_dates_change(provider: str, shared: Path) -> None:
    before: dict[str, Fact] = {}
    for day, path in documents(shared, f"{provider}/deprecations"):
        now = {fact.model_id: fact for fact in read(f"{provider}/deprecations", path, day).facts}
        both = before.keys() & now.keys()

        moved = [m for m in both if before[m].shutdown_on and before[m].shutdown_on != now[m].shutdown_on]
        assert len(moved) <= max(6, len(both) // 4), (path.name, moved)
        assert len(both) >= 0.6 * len(before), path.name
        before = now


def test_no_page_in_another_language_is_read_at_all(shared: Path) -> None:
    localized = documents(shared, "anthropic/localized")
    assert localized
    for day, path in localized:
        reading = read("anthropic/deprecations", path, day)

        assert reading.facts == (), path.name
        assert reading.problem, path.name


@pytest.mark.parametrize("provider", PROVIDERS)
def test_another_providers_page_is_not_believed(provider: str, shared: Path) -> None:
    for other in PROVIDERS:
        day, path = documents(shared, f"{other}/deprecations")[-1]
        reading = read(f"{provider}/deprecations", path, day)
        judgement = judge(reading, (), find_source(f"{provider}/deprecations").guards, read_on=day)

        assert (judgement.verdict is Verdict.ADMIT) == (other == provider), (path.name, judgement.reason)
