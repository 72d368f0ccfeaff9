"""Short ways to write facts, observations and lifecycles in tests."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.core.facts import Authority, Fact, Observation
from monitor.core.findings import Finding, find
from monitor.core.lifecycle import Lifecycle, merge
from monitor.core.matching import match
from monitor.core.models import Models
from monitor.core.references import parse

NOON = datetime(2026, 8, 22, 12, tzinfo=UTC)


def day(text: str) -> date:
    return date.fromisoformat(text)


def fact(model_id: str, **stated: Any) -> Fact:
    stated = {k: day(v) if k.endswith("_on") and isinstance(v, str) else v for k, v in stated.items()}
    defaults = {
        "provider": "openai",
        "source_id": "openai/deprecations",
        "url": "https://example.com/deprecations",
        "quote": f"| {model_id} |",
    }
    return Fact(model_id=model_id, **{**defaults, **stated})


def seen(
    f: Fact,
    *,
    authority: Authority = Authority.DEPRECATIONS,
    at: datetime = NOON,
    gone_since: datetime | None = None,
    is_list: bool = False,
) -> Observation:
    times = {"first_seen": at, "last_seen": at, "gone_since": gone_since}
    return Observation(f, authority, document="0" * 64, **times, is_list=is_list)


def lifecycle(model_id: str, **stated: Any) -> Lifecycle:
    return merge([seen(fact(model_id, **stated))])


def models(*lifecycles: Lifecycle) -> Models:
    return Models(lifecycles)


def finding_of(written: str, known: Models, covered: tuple[str, ...] = ("openai",)) -> Finding:
    """How a reference stands at NOON, for a team with lead times of half a year."""
    found = match(parse(written), known, covered)
    return find(found, known, today=NOON.date(), horizon=timedelta(days=180), within=timedelta(days=90))
