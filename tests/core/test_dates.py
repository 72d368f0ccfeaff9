"""Date phrases: what is a day, what is less than a day, what is no date, and what is not understood."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.dates import (
    FIRST_YEAR,
    LAST_YEAR,
    DateBound,
    NoDate,
    Precision,
    Qualifier,
    Why,
    read_date,
    straighten,
)

DAYS = st.dates(date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31))
MONTHS = "January February March April May June July August September October November December".split()
SPACES = st.sampled_from([" ", "\u00a0", "\u202f", "  "])
HYPHENS = st.sampled_from(["-", "\u2010", "\u2011", "\u2013", "\u2212"])


def bound(phrase: str, *, month_first: bool = False) -> DateBound:
    stated = read_date(phrase, month_first=month_first)
    assert isinstance(stated, DateBound), phrase
    return stated


@pytest.mark.parametrize(
    ("phrase", "day"),
    [
        ("2026-03-26", date(2026, 3, 26)),
        ("2026\u201103\u201126", date(2026, 3, 26)),
        ("2026/03/26", date(2026, 3, 26)),
        ("2026.3.6", date(2026, 3, 6)),
        ("Oct 23, 2026", date(2026, 10, 23)),
        ("Sept. 5, 2026", date(2026, 9, 5)),
        ("October 23rd, 2026", date(2026, 10, 23)),
        ("October\u00a023, 2026", date(2026, 10, 23)),
        ("May 7 2026", date(2026, 5, 7)),
        ("7 May 2026", date(2026, 5, 7)),
        ("the 1st of May, 2026", date(2026, 5, 1)),
        ("Thursday, October 23, 2026", date(2026, 10, 23)),
        ("on July 21, 2025 at 9AM PT", date(2025, 7, 21)),
        ("May 15, 2026 at 12:00 PM PT", date(2026, 5, 15)),
        ("October 10, 2026, 00:00:00 (UTC+08:00)", date(2026, 10, 10)),
        ("2026-10-10T00:00:00Z", date(2026, 10, 10)),
        ("2026-10-10 12:30", date(2026, 10, 10)),
        ("Beijing Time 2026.6.30 00:00", date(2026, 6, 30)),
        ("2026.6.30 00:00 (UTC+8)", date(2026, 6, 30)),
        ("10:00, October 21,2026 (UTC+8)", date(2026, 10, 21)),
        ("9 AM PT on July 4, 2026", date(2026, 7, 4)),
        ("July 4, 2026 (UTC)", date(2026, 7, 4)),
        ("February 29, 2028", date(2028, 2, 29)),
        ("June 5, 2026*", date(2026, 6, 5)),
        ("April, 30, 2025", date(2025, 4, 30)),
        ("effective April 4th, 2026.", date(2026, 4, 4)),
    ],
)
def test_a_firm_day_is_read_in_every_spelling(phrase: str, day: date) -> None:
    stated = bound(phrase)

    assert (stated.firm_day, stated.floor_day) == (day, None)


@pytest.mark.parametrize(
    "phrase",
    [
        "Not sooner than May 14, 2026",
        "No sooner than May 14, 2026",
        "no earlier than 2026-05-14",
        "Not before May 14, 2026",
        "at earliest 2026-05-14",
        "At the earliest May 14, 2026",
        "Earliest May 14, 2026",
        "May 14, 2026 or later",
        "2026-05-14 at the earliest",
        "May 14, 2026 (earliest)",
        "on or after May 14, 2026",
        "tentatively not sooner than May 14, 2026",
    ],
)
def test_a_floor_is_never_a_firm_day(phrase: str) -> None:
    stated = bound(phrase)

    assert (stated.floor_day, stated.firm_day) == (date(2026, 5, 14), None)


@pytest.mark.parametrize("phrase", ["Tentatively June 15, 2026", "June 15, 2026 (tentative)", "about June 15, 2026"])
def test_a_tentative_day_is_neither_firm_nor_a_floor(phrase: str) -> None:
    stated = bound(phrase)

    assert stated.qualifier is Qualifier.TENTATIVE
    assert stated.day == date(2026, 6, 15)
    assert (stated.firm_day, stated.floor_day) == (None, None)


@pytest.mark.parametrize(
    ("phrase", "precision", "start"),
    [
        ("August 2026", Precision.MONTH, date(2026, 8, 1)),
        ("end of August 2026", Precision.MONTH, date(2026, 8, 1)),
        ("Earliest February 2026", Precision.MONTH, date(2026, 2, 1)),
        ("2026-08", Precision.MONTH, date(2026, 8, 1)),
        ("Q3 2026", Precision.QUARTER, date(2026, 7, 1)),
        ("2026 Q4", Precision.QUARTER, date(2026, 10, 1)),
        ("the second quarter of 2026", Precision.QUARTER, date(2026, 4, 1)),
        ("2026", Precision.YEAR, date(2026, 1, 1)),
        ("late 2026", Precision.YEAR, date(2026, 1, 1)),
        ("in 2026", Precision.YEAR, date(2026, 1, 1)),
    ],
)
def test_less_than_a_day_gives_no_day(phrase: str, precision: Precision, start: date) -> None:
    stated = bound(phrase)

    assert (stated.precision, stated.start) == (precision, start)
    assert (stated.day, stated.firm_day, stated.floor_day) == (None, None, None)


@pytest.mark.parametrize(
    "phrase",
    [
        "", " ", "-", "---", "\u2014", "\u2013", "N/A", "n/a", "NA", "None", "TBD", "tba", "Unknown", "Coming soon",
        "To be announced", "No shutdown date announced", "No retirement date announced", "No retirement scheduled",
        "No date", "Not yet announced", "Not announced yet", "no dates set", "One year after training retirement",
        "At base model retirement", "Base model retirement",
        "To be upgraded to model-b Version: beta-2024-04-09, starting on August 15, 2024, or later",
    ],
)  # fmt: skip
def test_a_phrase_that_states_no_date_is_told_apart(phrase: str) -> None:
    stated = read_date(phrase)

    assert isinstance(stated, NoDate)
    assert (stated.why, stated.is_defect) == (Why.UNSTATED, False)


@pytest.mark.parametrize(
    ("phrase", "why"),
    [
        ("2026-09-31", Why.IMPOSSIBLE),
        ("No earlier than 2026-09-31", Why.IMPOSSIBLE),
        ("February 29, 2026", Why.IMPOSSIBLE),
        ("2026-13-01", Why.IMPOSSIBLE),
        ("2525/06/06", Why.MISPRINT),
        ("0202-06-06", Why.MISPRINT),
        ("June 5, 1926", Why.MISPRINT),
    ],
)
def test_an_impossible_or_misprinted_date_is_a_defect_with_its_words(phrase: str, why: Why) -> None:
    assert read_date(phrase) == NoDate(phrase, why)
    assert NoDate(phrase, why).is_defect


@pytest.mark.parametrize("phrase", ["2099-12-31", "2098-12-31", "December 31, 2099", "9999-12-31"])
def test_a_placeholder_is_no_date_and_no_defect(phrase: str) -> None:
    assert read_date(phrase) == NoDate(phrase, Why.PLACEHOLDER)
    assert not NoDate(phrase, Why.PLACEHOLDER).is_defect


@pytest.mark.parametrize(
    "phrase",
    [
        "August 31", "2 weeks", "gpt-4-0613", "soon after launch", "2026?03?26", "June 5, 202", "2026-3-6",
        "08/16/26", "5/22/2026", "2026-03-31 (was 2026-03-24)", "June 15, 2026 and July 15, 2026", "7 Maret 2025",
        "Tidak lebih awal dari 28 Mei 2027", "H1 2026",
        "10:00 to 12:00, October 21, 2026", "UTC", "October 21,026", "20260326", "by June 5, 2026 or so", "x" * 500,
        "\u0662\u0660\u0662\u0666-03-26",
    ],
)  # fmt: skip
def test_what_is_not_understood_is_never_guessed_at(phrase: str) -> None:
    assert read_date(phrase) is None


def test_a_short_date_is_read_only_where_the_provider_writes_the_month_first() -> None:
    assert bound("08/16/26", month_first=True).firm_day == date(2026, 8, 16)
    assert bound("5/22/2026", month_first=True).firm_day == date(2026, 5, 22)
    assert read_date("22/5/2026", month_first=True) == NoDate("22/5/2026", Why.IMPOSSIBLE)
    assert read_date("08/16/26") is None


def test_the_words_are_kept_as_printed() -> None:
    assert bound("Not sooner than\n  May 14, 2026").words == "Not sooner than May 14, 2026"
    assert bound("2026\u201103\u201126").words == "2026\u201103\u201126"


def test_look_alike_hyphens_and_spaces_become_plain_and_invisible_characters_go() -> None:
    assert straighten("gpt\u20114\u00a0x\u200b\ufeff") == "gpt-4 x"


@given(DAYS, HYPHENS)
def test_every_day_is_read_back_from_its_iso_form(day: date, hyphen: str) -> None:
    assert bound(day.isoformat().replace("-", hyphen)).firm_day == day


@given(DAYS, SPACES, st.sampled_from(["", "st", "nd", "rd", "th"]), st.booleans(), st.booleans())
def test_every_day_is_read_back_from_its_month_name(
    day: date, space: str, ordinal: str, short: bool, day_first: bool
) -> None:
    month = MONTHS[day.month - 1][: 3 if short else None]
    printed = f"{day.day}{ordinal}{space}{month}" if day_first else f"{month}{space}{day.day}{ordinal},"

    assert bound(f"{printed}{space}{day.year}").firm_day == day


@given(DAYS, st.sampled_from(["Not sooner than {}", "{} or later", "no earlier than {}", "{} at the earliest"]))
def test_a_floor_keeps_its_day_whatever_day_it_is(day: date, words: str) -> None:
    stated = bound(words.format(day.isoformat()))

    assert (stated.floor_day, stated.firm_day) == (day, None)


@given(st.text(max_size=150), st.booleans())
def test_no_text_raises_and_no_day_comes_without_its_digits(text: str, month_first: bool) -> None:
    stated = read_date(text, month_first=month_first)

    if isinstance(stated, DateBound) and stated.day:
        assert str(stated.day.day) in text
        assert str(stated.day.year)[2:] in text


@given(DAYS, st.text("0123456789-/ ,.", min_size=1, max_size=4))
def test_a_day_with_something_glued_to_it_is_that_day_or_not_understood(day: date, glue: str) -> None:
    stated = read_date(f"{day.isoformat()}{glue}")

    assert not isinstance(stated, DateBound) or stated.day in {day, None}


@given(DAYS, st.integers(1, 9))
def test_a_date_that_was_cut_off_is_not_another_date(day: date, left: int) -> None:
    stated = read_date(day.isoformat()[:left])

    assert not isinstance(stated, DateBound) or stated.day is None


def test_the_first_and_the_last_year_are_read_and_their_neighbours_are_not() -> None:
    first, last = date(FIRST_YEAR, 1, 1), date(LAST_YEAR, 12, 31)

    assert bound(first.isoformat()).day == first
    assert bound(last.isoformat()).day == last
    assert read_date((first - timedelta(days=1)).isoformat()) == NoDate("2014-12-31", Why.MISPRINT)
    assert read_date((last + timedelta(days=1)).isoformat()) == NoDate("2061-01-01", Why.MISPRINT)
