"""A team, its pins, and what happened to their models: ids, dates and rows are the providers' own, the rest is made up.

The notice is of 26 December 2025, 90 days before gpt-4-0314 was shut down; the digest is of 24 August 2026.
"""

from __future__ import annotations

# ruff: noqa: INP001 a script's data, no package
from dataclasses import replace
from datetime import UTC, date, datetime, time

from monitor.catalog.figures import bundled
from monitor.core import alerts as a
from monitor.core.lifecycle import Status
from monitor.core.tickets import Resolved

REMINDED = date(2025, 12, 26)
MONDAY = date(2026, 8, 24)
PAGES = {
    "openai": "https://platform.openai.com/docs/deprecations",
    "anthropic": "https://platform.claude.com/docs/en/about-claude/model-deprecations",
}


def notice() -> a.Notice:
    """A reminder: 90 days are left."""
    alert = _alert(
        a.Place("openai/gpt-4-0314", "prod", "services/ranker/settings.toml:12"),
        deprecated=date(2025, 9, 26),
        ends=date(2026, 3, 26),
        to=("gpt-5", "gpt-4.1"),
        today=REMINDED,
        quote="2026-03-26 | gpt-4-0314 | gpt-5 or gpt-4.1*",
    )
    return a.Notice("search", "ranker", REMINDED, _morning(REMINDED), (alert,))


def resolved() -> Resolved:
    """The end of the same model, as it is told in its thread."""
    why = "the project no longer pins it"
    return Resolved("search", "ranker", "openai", "gpt-4-0314", why, _morning(date(2026, 3, 19)))


def summary() -> a.Notice:
    """A first look at a project: four models, each with a menu."""
    week = digest()
    alerts = [alert for group in (*week.retired, *week.upcoming) for alert in group.alerts]
    found = tuple(replace(alert, kind=a.AlertKind.BASELINE) for alert in alerts)
    return a.Notice("search", "assistant", MONDAY, _morning(MONDAY), found, baseline=True)


def digest() -> a.Digest:
    """A busy week."""
    gpt_4 = _alert(
        a.Place("openai/gpt-4-0314", "batch", "jobs/backfill.py:41"),
        deprecated=date(2025, 9, 26),
        ends=date(2026, 3, 26),
        to=("gpt-4.1",),
        today=MONDAY,
    )
    opus = _alert(
        a.Place("anthropic/claude-opus-4-1-20250805", "prod", "web/assistant.ts:8"),
        deprecated=date(2026, 6, 5),
        ends=date(2026, 8, 5),
        to=("claude-opus-4-8",),
        today=MONDAY,
    )
    instruct = _alert(
        a.Place("openai/gpt-3.5-turbo-instruct", "prod", "services/titles/app.py:19"),
        deprecated=date(2025, 9, 26),
        ends=date(2026, 9, 28),
        to=("gpt-5.6-terra",),
        today=MONDAY,
    )
    o3_mini = _alert(
        a.Place("openai/o3-mini", "prod", "services/ranker/settings.toml:14"),
        deprecated=date(2026, 4, 22),
        ends=date(2026, 10, 23),
        to=("gpt-5.6-sol",),
        today=MONDAY,
    )
    return a.Digest(
        team="search",
        week="2026-W35",
        today=MONDAY,
        as_of=_morning(MONDAY),
        pins=12,
        sources=6,
        retired=(a.DigestProject("assistant", (opus,)), a.DigestProject("ranker", (gpt_4,))),
        upcoming=(a.DigestProject("titles", (instruct,)), a.DigestProject("ranker", (o3_mini,))),
        changes=(_change(),),
        unwatched=(_misspelt(),),
        unwell_sources=(_unwell(),),
    )


def _change() -> a.DigestChange:
    words = "replacement changed to gpt-5.6-sol"
    return a.DigestChange(date(2026, 8, 20), "openai", "o3-mini", words, PAGES["openai"], concerns_pin=True)


def _misspelt() -> a.DigestPin:
    where = a.Place("openai/gpt4-turbo", "dev", "notebooks/try.ipynb")
    return a.DigestPin("titles", where, a.Severity.UNKNOWN, "no source names this id", ("gpt-4-turbo",))


def _unwell() -> a.SourceHealth:
    since, good = _morning(date(2026, 8, 22)), _morning(date(2026, 8, 21))
    return a.SourceHealth("google/deprecations", "suspect", "its heading “Shutdown date” is gone", since, good)


def _alert(
    place: a.Place, *, deprecated: date, ends: date, to: tuple[str, ...], today: date, quote: str = ""
) -> a.Alert:
    provider, _, model_id = place.reference.partition("/")
    retired = ends <= today
    return a.Alert(
        dedup_key=model_id,
        kind=a.AlertKind.REMINDER,
        severity=a.Severity.RETIRED if retired else a.Severity.IMMINENT,
        provider=provider,
        model_id=model_id,
        status=Status.RETIRED if retired else Status.DEPRECATED,
        places=(place,),
        shutdown_on=ends,
        days_left=(ends - today).days,
        deprecated_on=deprecated,
        suggestions=tuple(_suggestion(provider, model_id, new) for new in to),
        specs=bundled().of(provider, model_id),
        evidence=a.Evidence(quote, PAGES[provider], f"{provider}/deprecations", _morning(today)),
    )


def _suggestion(provider: str, old: str, new: str) -> a.Suggestion:
    figures = bundled().of(provider, new)
    return a.Suggestion(provider, new, "provider", (old, new), f"recommended by {provider}", specs=figures)


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(6), UTC)
