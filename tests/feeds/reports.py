"""Reports to render: plain ones, and those that every text of a stranger may hold."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from monitor.core.alerts import Evidence, Severity, Suggestion
from monitor.core.lifecycle import Status
from monitor.feeds.results import FaultyWaiver, Report, Result, Spot, Unread, Waived

TODAY = date(2026, 8, 22)
PAGE = "https://provider.example.org/deprecations"
PROOF = Evidence("| gone |", f"{PAGE}#june", "openai/deprecations", datetime(2026, 8, 22, 6, tzinfo=UTC))
NEXT = Suggestion("openai", "next", "provider", ("gone", "next"), "recommended by openai")
SPOT = Spot("src/rank.py", 12, 9, 13)


def result(**values: Any) -> Result:
    """A model that is gone, in line 12 of a file, unless the values say otherwise."""
    given: dict[str, Any] = {
        "reference": "gone",
        "name": "openai/gone",
        "provider": "openai",
        "severity": Severity.RETIRED,
        "status": Status.RETIRED,
        "spot": SPOT,
        "shutdown_on": date(2026, 6, 1),
        "suggestions": (NEXT,),
        "evidence": PROOF,
        "link": PROOF.url,
    }
    return Result(**given | values)


def report(*results: Result, **values: Any) -> Report:
    """A report of the results on TODAY."""
    return Report(TODAY, 90, results, **values)


OK = result(reference="fine", name="openai/fine", severity=Severity.OK, status=Status.ACTIVE, shutdown_on=None)
UNKNOWN = result(
    reference="unheard-of",
    name="unheard-of",
    provider=None,
    severity=Severity.UNKNOWN,
    status=Status.UNKNOWN,
    shutdown_on=None,
    suggestions=(),
    evidence=None,
    link=None,
    nearest=("openai/heard-of",),
)
WAIVED = result(waived=Waived(date(2027, 1, 31), "moved in the first quarter"))
EXPIRED = FaultyWaiver(Spot("src/rank.py", 3), "expired on 2026-01-31", "too late")

# All that a file name, an id, a reason or a quote may hold, and what a format would mistake for its own.
NASTY = st.text(max_size=20) | st.sampled_from(
    [
        "]]>",
        "<&>\"'",
        "%0A::error::x",
        "a\r\nb",
        "::set-output name=x::y",
        "\x00\x1b[31m",
        "\ud800",
        "[x](1) {0}",
        "\ufffe",
    ]
)
DAYS = st.none() | st.dates(date(2020, 1, 1), date(2030, 1, 1))
SPOTS = st.builds(
    Spot,
    NASTY.filter(bool),
    st.none() | st.integers(1, 9999),
    st.none() | st.integers(1, 99),
    st.none() | st.integers(99, 200),
)
RESULTS = st.builds(
    result,
    reference=NASTY,
    name=NASTY,
    provider=st.none() | NASTY,
    severity=st.sampled_from(list(Severity)),
    status=st.sampled_from(list(Status)),
    project=st.none() | NASTY,
    location=st.none() | NASTY,
    spot=st.none() | SPOTS,
    shutdown_on=DAYS,
    notes=st.tuples(NASTY),
    nearest=st.tuples(NASTY),
    replacement_text=st.none() | NASTY,
    suggestions=st.sampled_from([(), (NEXT,)]),
    waived=st.none() | st.builds(Waived, DAYS, NASTY),
)
REPORTS = st.builds(
    Report,
    st.just(TODAY),
    st.just(90),
    st.lists(RESULTS, max_size=3).map(tuple),
    faulty_waivers=st.lists(st.builds(FaultyWaiver, SPOTS, NASTY, NASTY), max_size=2).map(tuple),
    unread=st.lists(st.builds(Unread, NASTY, NASTY), max_size=2).map(tuple),
    catalog_as_of=st.just(date(2026, 6, 1)),
    catalog_is_old=st.booleans(),
    strict=st.booleans(),
)
