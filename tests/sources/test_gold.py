"""Gold documents say what their gold facts say, and nothing else; every shared document is read or refused whole."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.core.facts import Fact
from monitor.core.trust import Verdict, judge
from tests.sources.corpus import NOWHERE, Gold, Stored, documents, golds, reading_of

FIELDS = (
    "deprecated_on",
    "legacy_on",
    "shutdown_on",
    "earliest_shutdown_on",
    "extended_access_on",
    "redirects_to",
    "alias_of",
    "replacements",
)
DATES = FIELDS[:5]

here = pytest.mark.skipif(not documents(), reason=NOWHERE)


def folded(value: Any) -> Any:
    if value and isinstance(value, list | tuple):
        return sorted(str(item).casefold() for item in value)
    return str(value or "").casefold()


def key(row: dict[str, Any]) -> tuple[Any, ...]:
    regions = tuple(folded(row.get("regions") or []))
    return folded(row["model_id"]), folded(row.get("version")), folded(row.get("deployment")), regions


def states_something(row: dict[str, Any]) -> bool:
    return (
        any(row.get(name) for name in (*DATES, "redirects_to", "replacements"))
        or folded(row.get("stated_status")) in {"legacy", "deprecated", "retired"}
    )  # fmt: skip


def stated(rows: Iterable[dict[str, Any]]) -> dict[tuple[Any, ...], dict[str, Any]]:
    return {key(row): row for row in rows if states_something(row)}


@here
@pytest.mark.parametrize("gold", golds(), ids=str)
def test_what_a_gold_document_says_is_read_to_the_letter(gold: Gold) -> None:
    reading = reading_of(gold.stored)
    got = stated(fact.as_json() for fact in reading.facts)
    unsure = {key(row) for row in gold.rows if row.get("uncertain")}
    want = {k: row for k, row in stated(gold.rows).items() if k not in unsure}
    accepted = {(folded(a["model_id"]), a["field"], str(folded(a["is"]))) for a in gold.accept}

    assert want.keys() - got.keys() == set(), "missing"
    assert got.keys() - want.keys() - unsure == set(), "invented"
    wrong = {
        (k[0], name): (got[k].get(name), row.get(name))
        for k, row in want.items()
        for name in FIELDS
        if folded(got[k].get(name)) != folded(row.get(name))
        and (k[0], name, str(folded(got[k].get(name)))) not in accepted
    }
    assert wrong == {}
    assert [k for k, row in got.items() if not row["quote"]] == []


@here
@pytest.mark.parametrize("document", documents(), ids=str)
def test_a_document_is_believed_or_refused_with_a_reason_and_never_misread(document: Stored) -> None:
    source = document.source
    reading = reading_of(document)
    judgement = judge(reading, (), source.guards, read_on=document.day, is_list=source.is_list)

    assert judgement.verdict is Verdict.ADMIT or judgement.reason
    keys = [fact.key for fact in reading.facts]
    assert len(keys) == len(set(keys))
    for fact in reading.facts:
        assert makes_sense(fact, document.day), fact


def makes_sense(fact: Fact, day: date) -> bool:
    """Whether a fact can be true at all: no end before the beginning, no date out of the world, an id that is one."""
    dates = [value for name in (*DATES, "released_on") if (value := getattr(fact, name))]
    end = fact.shutdown_on or fact.earliest_shutdown_on
    return (
        all(date(2018, 1, 1) <= value <= day + timedelta(days=1_500) for value in dates)
        and (end is None or fact.deprecated_on is None or fact.deprecated_on <= end)
        and (fact.alias_of or "").casefold() != fact.model_id.casefold()
        and (fact.model_id not in fact.replacements or fact.version is not None)  # a newer version of the same name
        and fact.model_id == fact.model_id.strip()
        and not any(c in fact.model_id for c in "`*<>|\n\u2011")
        and not any(c in replacement for replacement in fact.replacements for c in "`*<>|\n\u2011 ")
        and bool(fact.quote)
        and len(fact.quote) <= 300
        and fact.url.startswith("https://")
    )
