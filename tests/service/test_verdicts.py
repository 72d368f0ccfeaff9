"""An answer that came from anywhere, read: every value is checked, and foreign text is made harmless."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.catalog.facts import Catalog, Section
from monitor.core.alerts import Severity
from monitor.core.facts import Fact
from monitor.errors import UnreadableDocument
from monitor.feeds.results import Report
from monitor.service.gate import Here
from monitor.service.known import bundled_only
from monitor.service.verdicts import report

WITHIN = timedelta(days=90)
PAGE = "https://provider.example.org/deprecations"


def read(answer: Any) -> Report:
    return report(answer, within=WITHIN, strict=False)


def answer_on(*references: str, as_of: date = date(2026, 8, 1)) -> dict[str, Any]:
    """What this machine says of references, from a catalog of one model that is gone."""
    gone = Fact("openai", "gone", "openai/deprecations", PAGE, "", shutdown_on=date(2026, 6, 1), replacements=("next",))
    known = bundled_only(Catalog({"openai/deprecations": Section(as_of, (gone,))}), datetime(2026, 8, 22, tzinfo=UTC))
    here = Here(known, timedelta(days=180), WITHIN, pins=lambda _: (known, []))
    return here.of_references(references)


def changed(**values: Any) -> dict[str, Any]:
    """An answer on one model that is gone, of which the finding has other values."""
    answer = answer_on("openai/gone")
    answer["findings"][0] |= values
    return answer


def test_an_answer_of_this_machine_is_read_whole() -> None:
    (result,) = read(answer_on("openai/gone")).results

    assert (result.name, result.severity, result.shutdown_on) == ("openai/gone", Severity.RETIRED, date(2026, 6, 1))
    assert [(s.provider, s.model_id) for s in result.suggestions] == [("openai", "next")]
    assert result.link == PAGE


@pytest.mark.parametrize(("bundled", "day"), [(True, date(2026, 8, 20)), (False, None)])
def test_an_answer_is_as_old_as_the_page_that_would_tell_of_an_end(*, bundled: bool, day: date | None) -> None:
    page = {"source_id": "openai/deprecations", "read_at": "2026-08-20T06:00:00+00:00", "from_catalog": bundled}
    proof = answer_on("openai/gone")["findings"][0]["evidence"] | {
        "source_id": "openai/models",
        "catalog_as_of": "2024-04-20",
    }
    answer = changed(evidence=proof, coverage={"told": "", "sources": [page]}) | {"catalog_alone": False}

    assert read(answer).catalog_as_of == day
    assert not read(answer).catalog_is_old


def test_the_catalog_is_old_after_45_days_where_an_answer_rests_on_it() -> None:
    fresh, old = (
        read(answer_on("openai/gone", as_of=date(2026, 7, 8))),
        read(answer_on("openai/gone", as_of=date(2026, 7, 7))),
    )

    assert (fresh.catalog_is_old, old.catalog_is_old) == (False, True)
    assert old.catalog_as_of == date(2026, 7, 7)


def test_what_is_unknown_to_the_catalog_alone_rests_on_it_too() -> None:
    unknown = answer_on("openai/unheard-of", as_of=date(2026, 1, 1))

    assert read(unknown).catalog_is_old
    assert not read(unknown | {"catalog_alone": False}).catalog_is_old


def test_what_is_unknown_is_as_old_as_the_pages_that_would_know_it_and_no_older() -> None:
    sources = [
        {"source_id": f"openai/{name}", "read_at": f"2026-08-{day:02}T00:00:00+00:00", "from_catalog": True}
        for name, day in (("deprecations", 21), ("models", 20))
    ]
    unknown = answer_on("openai/unheard-of", as_of=date(2026, 1, 1))
    unknown["findings"][0] |= {"coverage": {"told": "", "sources": sources}}

    assert read(unknown).catalog_as_of == date(2026, 8, 20)


@pytest.mark.parametrize(
    ("location", "spot"),
    [
        ("rank.py:12", "rank.py:12"),
        ("src/rank.py:12:5", "src/rank.py:12:5"),
        ("rank.py", None),
        ("/etc/passwd:1", None),
        ("../up.py:1", None),
        ("~/home.py:1", None),
        ("C:\\x.py:1", None),
        ("https://host/x:1", None),
        ("rank.py:0", None),
        ("usage", None),
        (None, None),
    ],
)
def test_a_pins_location_is_a_place_only_if_it_is_a_path_below_with_a_line(
    location: str | None, spot: str | None
) -> None:
    (result,) = read(changed(location=location)).results

    assert (str(result.spot) if result.spot else None) == spot


def test_an_address_that_is_no_plain_https_is_not_linked() -> None:
    evidence = answer_on("openai/gone")["findings"][0]["evidence"]

    for url in ("javascript:alert(1)", "http://provider.example.org", "https://user@host/", "https://host/<x>"):
        (result,) = read(changed(evidence=evidence | {"url": url})).results
        assert result.link is None


def test_foreign_text_comes_out_on_one_line_without_control_characters() -> None:
    (result,) = read(changed(notes=["a\r\nb\x1b[31m\u202e"], reference="x\ny", file="a\nb\x00.py", line=1)).results

    assert result.notes == ("a b[31m",)
    assert result.reference == "x y"
    assert result.spot is not None
    assert "\x00" not in result.spot.file


@pytest.mark.parametrize(
    "broken",
    [
        {},
        {"findings": {}},
        {"findings": [None], "today": "2026-08-22"},
        {"findings": [], "today": None},
        {"findings": [], "today": "tomorrow"},
        {"findings": [], "today": "2026-08-22", "files": "12"},
        {"findings": [], "today": "2026-08-22", "skipped": [{}]},
        {"findings": [], "today": "2026-08-22", "waivers": [{"file": 1}]},
        changed(severity="fine"),
        changed(shutdown_on="soon"),
        changed(shutdown_on=20260601),
        changed(days_left="3"),
        changed(days_left=True),
        changed(model_id=None),
        changed(notes="text"),
        changed(notes=[1]),
        changed(evidence={"url": PAGE}),
        changed(replacements=[{}]),
        changed(file="a.py", line="1"),
        changed(waived={"until": "x", "reason": ""}),
    ],
)
def test_what_is_no_answer_is_an_error_in_words(broken: Any) -> None:
    with pytest.raises(UnreadableDocument, match="no answer of a check"):
        read(broken)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KEYS = st.sampled_from([*sorted(answer_on("openai/gone")["findings"][0]), "file", "line", "column", "waived", "text"])


@given(st.dictionaries(KEYS, JSON, max_size=4))
def test_whatever_a_server_says_it_is_a_report_or_an_error_of_ours(values: dict[str, Any]) -> None:
    try:
        made = read(changed(**values))
    except UnreadableDocument:
        return
    assert len(made.results) == 1
