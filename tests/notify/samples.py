"""Alerts, notices and digests to render: the story of gpt-4-0314, and variations of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from monitor.core.alerts import Alert, AlertKind, Digest, Evidence, Notice, Place, Severity, Suggestion
from monitor.core.lifecycle import Status
from monitor.core.specs import ModelSpecs

TODAY = date(2025, 12, 26)
MORNING = datetime(2025, 12, 26, 6, tzinfo=UTC)
PAGE = "https://platform.openai.com/docs/deprecations"
FIGURES = "genai-prices 0.2.3"


def place(**changes: Any) -> Place:
    return Place(
        **({"reference": "openai/gpt-4-0314", "environment": "prod", "location": "settings.toml:12"} | changes)
    )


def evidence(**changes: Any) -> Evidence:
    usual: dict[str, Any] = {
        "quote": "2026-03-26 | gpt-4-0314 | gpt-5 or gpt-4.1*",
        "url": PAGE,
        "source_id": "openai/deprecations",
        "observed_at": MORNING,
    }
    return Evidence(**(usual | changes))


def suggestion(**changes: Any) -> Suggestion:
    usual: dict[str, Any] = {
        "provider": "openai",
        "model_id": "gpt-5",
        "origin": "provider",
        "path": ("gpt-4-0314", "gpt-5"),
        "why": "recommended by openai",
        "specs": ModelSpecs(1.25, 10, 400_000, FIGURES),
    }
    return Suggestion(**(usual | changes))


def alert(**changes: Any) -> Alert:
    usual: dict[str, Any] = {
        "dedup_key": "ranker/gpt-4-0314/90",
        "kind": AlertKind.REMINDER,
        "severity": Severity.IMMINENT,
        "provider": "openai",
        "model_id": "gpt-4-0314",
        "status": Status.DEPRECATED,
        "places": (place(),),
        "shutdown_on": date(2026, 3, 26),
        "days_left": 90,
        "deprecated_on": date(2025, 9, 26),
        "replacement_text": "gpt-5 or gpt-4.1*",
        "suggestions": (
            suggestion(),
            suggestion(model_id="gpt-4.1", path=("gpt-4-0314", "gpt-4.1"), specs=ModelSpecs(2, 8, 1_000_000, FIGURES)),
        ),
        "specs": ModelSpecs(30, 60, 8_192, FIGURES),
        "evidence": evidence(),
    }
    return Alert(**(usual | changes))


def retired(**changes: Any) -> Alert:
    usual: dict[str, Any] = {
        "kind": AlertKind.RETIRED,
        "severity": Severity.RETIRED,
        "status": Status.RETIRED,
        "shutdown_on": TODAY,
        "days_left": 0,
    }
    return alert(**(usual | changes))


def notice(*alerts: Alert, **changes: Any) -> Notice:
    usual: dict[str, Any] = {
        "team": "search",
        "project": "ranker",
        "today": TODAY,
        "as_of": MORNING,
        "alerts": alerts or (alert(),),
    }
    return Notice(**(usual | changes))


def digest(**changes: Any) -> Digest:
    usual: dict[str, Any] = {
        "team": "search",
        "week": "2025-W52",
        "today": TODAY,
        "as_of": MORNING,
        "pins": 12,
        "sources": 6,
    }
    return Digest(**(usual | changes))
