"""Exports of usage: which model, on which day, by whom, how often; and what they do not say."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import UnreadableDocument
from monitor.imports import USAGE_FORMATS, Use, read_usage
from monitor.imports.uses import day_of, figure
from tests.imports.samples import dumped
from tests.imports.usage_samples import (
    ANTHROPIC,
    ANTHROPIC_SHEET,
    DAY_23,
    LITELLM,
    LITELLM_ROW,
    LITELLM_SHEET,
    OPENAI,
    OPENAI_SHEET,
)

ON = date(2026, 11, 23)
SAMPLES = [
    *map(dumped, (OPENAI, ANTHROPIC, LITELLM)),
    *(text.encode() for text in (OPENAI_SHEET, ANTHROPIC_SHEET, LITELLM_SHEET)),
]


class TestOpenAI:
    def test_an_answer_states_requests_and_tokens_cached_ones_once(self) -> None:
        found = read_usage(dumped(OPENAI))

        assert (found.form, found.uses) == (
            "openai",
            (Use("openai/gpt-4o-2024-08-06", ON, ("key_1", "proj_ranker"), 5, 1500),),
        )

    def test_what_is_not_grouped_by_model_or_not_the_last_page_is_told(self) -> None:
        told = {item.place: item.reason for item in read_usage(dumped(OPENAI)).unread}

        assert told == {
            "$.data[0].results[1]": "says no model: ask with group_by=model",
            "$.has_more": "is not the last page: give all pages at once",
        }

    def test_several_pages_are_added_up(self) -> None:
        (use,) = read_usage(dumped([OPENAI, {**OPENAI, "has_more": False}])).uses

        assert (use.requests, use.tokens) == (10, 3000)

    def test_a_sheet_has_a_row_for_each_interval_and_numbers_with_a_point(self) -> None:
        found = read_usage(OPENAI_SHEET.encode())

        assert found.uses == (Use("openai/gpt-4o-2024-08-06", ON, ("key_1", "Ranker", "proj_1"), 28, 5995),)
        assert found.unread == ()

    def test_a_sheet_that_is_not_grouped_by_model_is_refused(self) -> None:
        text = "start_time,end_time,start_time_iso,end_time_iso\n1,2,2026-11-23T00:00:00Z,2026-11-24T00:00:00Z\n"

        with pytest.raises(UnreadableDocument, match="group the usage by model"):
            read_usage(text.encode())


class TestAnthropic:
    def test_an_answer_states_tokens_and_no_requests(self) -> None:
        (use,) = read_usage(dumped(ANTHROPIC)).uses

        assert use == Use("anthropic/claude-opus-4-20250514", ON, ("apikey_01", "wrkspc_01"), None, 3700)

    def test_a_sheet_of_the_console_says_the_same_with_names(self) -> None:
        found = read_usage(ANTHROPIC_SHEET.encode())

        assert found.form == "anthropic"
        assert found.uses == (
            Use("anthropic/claude-sonnet-4-20250514", date(2026, 11, 22), ("ranker-key", "Default"), None, 105006),
        )


class TestLiteLLM:
    def test_each_row_is_a_request_and_the_same_one_counts_once(self) -> None:
        uses = read_usage(dumped(LITELLM)).uses

        assert [(use.reference, use.day, use.requests, use.tokens) for use in uses] == [
            ("openai/gpt-4o", ON, 1, 30),
            ("openai/gpt-4o", ON, 1, 30),
            ("bedrock/us.anthropic.claude-3-haiku-20240307-v1:0", ON, 1, 30),  # half past eleven in UTC
        ]
        assert uses[0].names == ("ranker", LITELLM_ROW["api_key"], "search", "team-1")

    def test_a_deployment_of_azure_and_a_row_without_model_are_told(self) -> None:
        told = {item.place: item.reason for item in read_usage(dumped(LITELLM)).unread}

        assert told == {
            "$[3]": "names a deployment of Azure, and not the model that it runs",
            "$[4]": "says no model",
        }

    def test_a_page_of_the_newer_answer_and_the_table_as_a_sheet_say_the_same(self) -> None:
        page = {"data": [LITELLM_ROW], "total": 1, "page": 1, "page_size": 50, "total_pages": 1}

        assert read_usage(dumped(page)).uses == read_usage(dumped([LITELLM_ROW])).uses
        assert read_usage(LITELLM_SHEET.encode()).uses == (Use("openai/gpt-4o", ON, ("88dc28", "team-1"), 2, 42),)

    def test_an_answer_of_sums_is_refused_with_what_to_ask(self) -> None:
        summary = [{"startTime": "2026-11-23", "spend": 1.5, "users": {"a": 1.5}, "models": {"gpt-4o": 1.5}}]

        with pytest.raises(UnreadableDocument, match="no known answer"):
            read_usage(dumped(summary))

    def test_many_rows_of_one_fault_are_told_once(self) -> None:
        rows = [{**LITELLM_ROW, "request_id": str(i), "model": ""} for i in range(1_000)]

        (told,) = read_usage(dumped(rows)).unread

        assert told.reason == "says no model (and 999 more)"


class TestValues:
    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (3, 3), (3.0, 3), ("3", 3), ("3.0", 3), (" 1,234 ", 1234), ("0", 0),
            (-1, None), ("-1", None), (True, None), (2.5, None), ("", None), ("٣", None), (10**15, None),
            ("9" * 20, None), (None, None), (float("inf"), None), ([], None),
        ],
        ids=repr,
    )  # fmt: skip
    def test_a_figure_is_a_whole_number_that_is_not_negative(self, value: Any, expected: int | None) -> None:
        assert figure(value) == expected

    @pytest.mark.parametrize(
        ("value", "expected"),
        [
            (DAY_23, ON), (str(DAY_23), ON), ("2026-11-23", ON), ("2026-11-23T23:59:59Z", ON),
            ("2026-11-24T00:30:00+01:00", ON), ("2026-11-23 10:00:00.123", ON),
            (0, None), (10**14, None), ("tomorrow", None), ("0001-01-01T00:00:00+23:00", None), ("1999-01-01", None),
            (None, None), ({}, None), ("2026-13-01", None),
        ],
        ids=repr,
    )  # fmt: skip
    def test_a_day_is_one_in_utc(self, value: Any, expected: date | None) -> None:
        assert day_of(value) == expected


class TestAnyBytes:
    @given(st.binary(max_size=300), st.sampled_from(("auto", *USAGE_FORMATS)))
    def test_no_bytes_make_a_reader_raise(self, data: bytes, form: str) -> None:
        taken(data, form)

    @given(st.sampled_from(SAMPLES), st.data())
    def test_no_damage_to_a_good_file_makes_a_reader_raise(self, data: bytes, draw: st.DataObject) -> None:
        start = draw.draw(st.integers(0, len(data)))
        length = draw.draw(st.integers(0, 30))
        filling = draw.draw(st.binary(max_size=8) | st.sampled_from([b'"', b"[", b"null", b"-1", b"9" * 400, b"\n"]))

        taken(data[:start] + filling + data[start + length :], "auto")

    @given(
        st.recursive(
            st.none() | st.integers() | st.text(max_size=8) | st.sampled_from(["2026-11-23", "gpt-4o", DAY_23]),
            lambda inner: st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["data", "results", "start_time", "starting_at", "model", "cache_creation",
                                 "startTime", "metadata", "object", "has_more", "num_model_requests"]),
                inner, max_size=5,
            ),
            max_leaves=25,
        )
    )  # fmt: skip
    def test_no_json_of_familiar_words_makes_a_reader_raise(self, value: Any) -> None:
        taken(json.dumps(value).encode(), "auto")


def taken(data: bytes, form: str) -> None:
    try:
        found = read_usage(data, form)
    except UnreadableDocument:
        return
    assert all(use.requests is None or use.requests >= 0 for use in found.uses)
