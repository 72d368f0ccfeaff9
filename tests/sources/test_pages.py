"""What all deprecation pages have in common: their evidence, their ends, and what is no page at all."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.dates import read_date
from monitor.core.facts import Reading
from monitor.core.trust import Guards
from monitor.sources.cells import plain
from monitor.sources.pages import End, end_of
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

DAY = date(2026, 8, 22)
PROVIDERS = ["anthropic", "google", "openai"]
PAGE = """# Deprecations

### 2026-06-11: Old models

| Shutdown date | Model | Recommended replacement |
| ------------- | ----- | ----------------------- |
| Dec 11, 2026  | `gpt-9-2025-08-07` | `gpt-10` |
| Coming soon   | `gpt-9-mini` | --- |
"""


def read(body: bytes | str, provider: str = "openai", media_type: str | None = None, day: date = DAY) -> Reading:
    source = find_source(f"{provider}/deprecations")
    raw = RawDocument(body.encode() if isinstance(body, str) else body, source.url, day, media_type)
    return source.read(source, raw)


def test_every_fact_carries_its_evidence() -> None:
    first, second = read(PAGE).facts

    assert first.quote == "| Dec 11, 2026 | `gpt-9-2025-08-07` | `gpt-10` |"
    assert first.url == "https://developers.openai.com/api/docs/deprecations#2026-06-11-old-models"
    assert (first.provider, first.source_id, first.words) == ("openai", "openai/deprecations", None)
    assert (second.shutdown_on, second.words) == (None, "Coming soon")


def test_headings_are_reported_for_the_guards() -> None:
    titles = ("Deprecations", "2026-06-11: Old models")

    assert read(PAGE).headings == (*titles, "Shutdown date", "Model", "Recommended replacement")


def test_a_page_that_says_nothing_is_a_problem_unless_nothing_is_asked_of_its_source() -> None:
    asked = find_source("openai/deprecations")
    not_asked = replace(asked, guards=Guards(min_facts=0))
    raw = RawDocument(b"# Changelog\n\nA new model.\n", asked.url, DAY)

    assert asked.read(asked, raw).problem == "the document has no table"
    assert not_asked.read(not_asked, raw) == Reading(headings=("Changelog",))


def test_an_anchor_from_a_page_cannot_leave_its_fragment() -> None:
    table = "<table><tr><th>Shutdown date<th>Model<tr><td>2026-12-11<td>gpt-9</table>"
    (fact,) = read(f"<h2 id='a b\"><i>'>2026-06-11: X</h2>{table}").facts

    assert fact.url == "https://developers.openai.com/api/docs/deprecations#a%20b%22%3E%3Ci%3E"


@pytest.mark.parametrize("provider", PROVIDERS)
@pytest.mark.parametrize(
    ("body", "problem"),
    [
        (b"", "empty"),
        (b" \n\t\n", "empty"),
        (b'{"error": {"message": "x"}}', "JSON"),
        (b'[{"id": "gpt-9"}]', "JSON"),
        (b"<!doctype html><title>Sign in</title><h1>Sign in</h1><form></form>", "a sign-in page"),
        (b"<!doctype html><h1>Verify you are human</h1><p>Checking your browser</p>", "a bot check"),
        (b"<html><body><h1>503 Service Unavailable</h1></body></html>", "an error page"),
        (b"<!doctype html><html><body></body></html>", "no table"),
        (b"<!doctype html><html><body><div id=root></div><script>var a</script></body></html>", "no table"),
        (b"# Welcome\n\nNothing here.\n", "no table"),
        (b"| Nama model | Tanggal |\n|---|---|\n| `claude-9` | 5 Januari 2026 |\n", "Nama model | Tanggal"),
        ("DALL\u00b7E".encode("latin-1"), "not UTF-8"),
        (PAGE.encode("utf-16"), "not UTF-8"),
        (b"\x1f\x8b\x08\x00\x00", "not UTF-8"),
        (b"x" * (7 * 1024 * 1024), "larger"),
        (b"\n" * 200_000 + b"x", "lines"),
        (b"<html>" + b"<b>" * 60_000, "tags"),
    ],
)
def test_what_is_no_page_is_a_problem_in_words_and_has_no_facts(provider: str, body: bytes, problem: str) -> None:
    reading = read(body, provider)

    assert reading.problem is not None
    assert problem in reading.problem
    assert reading.facts == ()


@pytest.mark.parametrize("media_type", [None, "text/markdown", "text/plain; charset=utf-8", "text/html", "x/y"])
def test_the_text_says_what_it_is_and_a_wrong_media_type_does_not(media_type: str | None) -> None:
    html = "<!DOCTYPE html><table><tr><th>Shutdown date<th>Model<tr><td>2026-12-11<td>gpt-9</table>"

    assert len(read(PAGE, media_type=media_type).facts) == 2
    assert len(read(html, media_type=media_type).facts) == 1


def test_markdown_that_begins_with_a_tag_is_markdown_if_its_media_type_says_so() -> None:
    page = f'<div align="center">\n\n{PAGE}'

    assert len(read(page, media_type="text/markdown").facts) == 2


def test_a_byte_order_mark_and_windows_line_ends_change_nothing() -> None:
    assert read(b"\xef\xbb\xbf" + PAGE.replace("\n", "\r\n").encode()) == read(PAGE)


def test_a_truncated_page_has_no_half_read_rows() -> None:
    whole = {(f.model_id, f.shutdown_on, f.replacements) for f in read(PAGE).facts}

    for cut in range(len(PAGE)):
        facts = {(f.model_id, f.shutdown_on, f.replacements) for f in read(PAGE[:cut]).facts}
        assert facts <= whole, PAGE[:cut][-60:]


@pytest.mark.parametrize(
    ("phrase", "end"),
    [
        ("2026-12-11", End(shutdown_on=date(2026, 12, 11))),
        ("Not sooner than 2026-12-11", End(earliest_shutdown_on=date(2026, 12, 11))),
        ("tentatively 2026-12-11", End(words="tentatively 2026-12-11")),
        ("December 2026", End(words="December 2026")),
        ("Coming soon", End(words="Coming soon")),
        ("2026-09-31", End(words="2026-09-31")),
        ("N/A", End()),
        ("\u2014", End()),
    ],
)
def test_an_end_is_a_day_or_a_floor_or_words(phrase: str, end: End) -> None:
    assert end_of(read_date(phrase)) == end


@given(st.binary(max_size=300))
def test_no_bytes_raise(body: bytes) -> None:
    for provider in PROVIDERS:
        reading = read(body, provider)
        assert bool(reading.facts) != bool(reading.problem)


@given(st.data())
def test_no_mutation_of_a_page_raises_or_gives_a_date_that_its_quote_does_not_print(data: st.DataObject) -> None:
    page = bytearray(PAGE.encode())
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(page)))
        page[at : at + data.draw(st.integers(0, 4))] = data.draw(
            st.sampled_from([b"|", b"`", b"\n", b"<td>", b"\xff", b"#"])
        )

    reading = read(bytes(page))

    assert all(fact.quote and len(fact.quote) <= 300 for fact in reading.facts)
    for day, quote in ((fact.shutdown_on, fact.quote) for fact in reading.facts if fact.shutdown_on):
        assert f"{day:%b} {day.day}, {day.year}" in plain(quote)
