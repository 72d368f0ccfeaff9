"""A list's shape is data: paths lead where they say, days come in four forms, and what is no day gives none."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts import Authority, Fact, Reading, StatedStatus
from monitor.core.trust import Guards
from monitor.sources.lists.json_values import read_day
from monitor.sources.lists.model_lists import model_list
from monitor.sources.lists.shapes import Crooked, Deployments, Shape, at, holds
from monitor.sources.spec import Source

ANY = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["year", "month", "day", "a"]), inner),
    max_leaves=6,
)


def read(shape: Shape, answer: object, **of_source: Any) -> Reading:
    source = Source(
        id="acme/models",
        provider="acme",
        authority=Authority.API,
        url="https://api.example.org/v1/models",
        read=model_list(shape),
        guards=Guards(),
        is_list=True,
        **of_source,
    )
    return source.reading_of(json.dumps(answer).encode(), None, date(2026, 8, 22))


def only(shape: Shape, row: dict[str, object], **of_source: Any) -> Fact:
    reading = read(shape, {"data": [row]}, **of_source)
    assert reading.unread == ()
    [fact] = reading.facts
    return fact


ROW = {
    "id": "a",
    "none": None,
    "end": {"day": "2026-03-26", "time": {"utc": 1}},
    "stages": [{"id": "up", "on": "2026-01-01"}, 3, {"id": "down", "on": "2027-01-01"}],
}


class TestPaths:
    @pytest.mark.parametrize(
        ("path", "value"),
        [
            ("id", "a"),
            ("end.day", "2026-03-26"),
            ("end.time.utc", 1),
            ("stages[id=down].on", "2027-01-01"),
            ("stages[id=gone].on", None),
            ("missing", None),
            ("missing.deeper", None),
            ("none.deeper", None),
            ("", None),
            ("missing | end.day", "2026-03-26"),
            ("id | end.day", "a"),
            ("stages[id=gone].on|stages[id=up].on", "2026-01-01"),
        ],
    )
    def test_a_path_leads_to_its_value_or_to_nothing(self, path: str, value: object) -> None:
        assert at(ROW, path) == value

    @pytest.mark.parametrize(
        ("path", "key"), [("id.deeper", "id"), ("end.day.deeper", "day"), ("end[id=up].on", "end")]
    )
    def test_a_path_through_something_else_is_crooked(self, path: str, key: str) -> None:
        with pytest.raises(Crooked) as crooked:
            at(ROW, path)
        assert crooked.value.key == key

    @pytest.mark.parametrize("path", [".", "a..b", "a[b].c", "a[=b]", "[a=b]"])
    def test_a_path_that_is_none_is_a_mistake_of_whoever_wrote_it(self, path: str) -> None:
        with pytest.raises(ValueError, match="is no path"):
            at(ROW, path)

    def test_true_and_one_are_two_values(self) -> None:
        assert holds({"a": True}, ("a", True))
        assert not holds({"a": 1}, ("a", True))
        assert not holds({"a": {"b": 1}}, ("a.b.c", True))
        assert not holds({"a": ""}, ("", ""))


class TestDays:
    @pytest.mark.parametrize(
        "value",
        [
            "2026-03-26",
            "2026-03-26T00:00:00Z",
            "2026-03-26T23:59:59.123456789+00:00",
            "2026-03-27T01:00:00+02:00",
            1774483200,
            {"year": 2026, "month": 3, "day": 26},
        ],
    )
    def test_a_day_is_the_same_in_every_form(self, value: object) -> None:
        assert read_day(value) == (date(2026, 3, 26), None)

    @pytest.mark.parametrize(
        ("value", "words"),
        [
            ("2099-12-31", "2099-12-31"),
            ("2098-12-31", "2098-12-31"),
            ("9999-12-31T00:00:00Z", "9999-12-31"),
            (4102358400, "2099-12-31"),
            ({"year": 2099, "month": 12, "day": 31}, "2099-12-31"),
            ({"year": 2026, "month": 5, "day": 0}, "2026-05"),
            ({"year": 2026}, "2026"),
            ({"year": 0, "month": 0, "day": 0}, None),
        ],
    )
    def test_what_is_understood_and_no_day_is_kept_in_words(self, value: object, words: str | None) -> None:
        assert read_day(value) == (None, words)

    @pytest.mark.parametrize(
        "value",
        [
            "",
            "soon",
            "2026-03",
            "2026-02-30",
            "2026-03-26 10:00",
            "2026-03-26T10:00:00",
            "26/03/2026",
            "1687882410",
            0,
            -1,
            1687882410000,
            10**30,
            1.5,
            True,
            [],
            ["2026-03-26"],
            {},
            {"year": 2026, "month": 13, "day": 1},
            {"year": True, "month": 1, "day": 1},
            {"year": "2026", "month": 3, "day": 26},
            {"year": 2026, "month": 3, "day": 26, "hour": 1},
            {"month": 3, "day": 26},
            {"year": 2026, "day": 26, "month": 0},
        ],
    )
    def test_anything_else_is_not_understood_or_no_day(self, value: object) -> None:
        try:
            day, _ = read_day(value)
        except (ValueError, OverflowError, OSError):
            day = None
        assert day is None

    @given(ANY)
    def test_a_day_that_is_read_lies_in_a_year_that_can_be_meant(self, value: object) -> None:
        try:
            day, words = read_day(value)
        except (ValueError, OverflowError, OSError):
            return
        assert day is None or 2015 <= day.year < 2090
        assert day is None or words is None

    @given(st.datetimes(datetime(2090, 1, 1), datetime(9999, 12, 30)))  # noqa: DTZ001 – hypothesis wants them naive
    def test_no_placeholder_gives_a_date_in_any_form(self, moment: datetime) -> None:
        seconds = int(moment.replace(tzinfo=UTC).timestamp())
        parts = {"year": moment.year, "month": moment.month, "day": moment.day}
        for value in (moment.date().isoformat(), f"{moment:%Y-%m-%dT%H:%M:%S}Z", seconds, parts):
            assert read_day(value)[0] is None


class TestRows:
    def test_every_day_stands_where_its_path_leads(self) -> None:
        shape = Shape(legacy="l.on", deprecated="d", shutdown="s", extended="e", released="r")
        fact = only(
            shape,
            {
                "id": "a",
                "l": {"on": "2026-01-01"},
                "d": "2026-02-01T00:00:00Z",
                "s": {"year": 2026, "month": 4, "day": 1},
                "e": 1772323200,
                "r": "2025-01-01",
            },
        )
        assert (fact.released_on, fact.legacy_on, fact.deprecated_on, fact.extended_access_on, fact.shutdown_on) == (
            date(2025, 1, 1),
            date(2026, 1, 1),
            date(2026, 2, 1),
            date(2026, 3, 1),
            date(2026, 4, 1),
        )

    def test_a_status_may_be_true_or_false_and_one_is_not_true(self) -> None:
        shape = Shape(status="gone", statuses={True: StatedStatus.DEPRECATED, False: None})
        reading = read(shape, {"data": [{"id": "a", "gone": True}, {"id": "b", "gone": False}, {"id": "c", "gone": 1}]})
        assert [fact.stated_status for fact in reading.facts] == [StatedStatus.DEPRECATED, None, None]
        assert reading.unread == ('row 3, c: "gone" is 1',)

    def test_replacements_are_one_id_or_several_and_never_the_model_itself(self) -> None:
        shape = Shape(replacements="next")
        assert only(shape, {"id": "a", "next": "b"}).replacements == ("b",)
        assert only(shape, {"id": "a", "next": ["c", "b", "c", "A"]}).replacements == ("c", "b")
        assert only(shape, {"id": "a", "next": None}).replacements == ()
        assert only(shape, {"id": "a", "next": ""}).replacements == ()

    def test_a_replacement_that_is_no_id_is_unread(self) -> None:
        reading = read(Shape(replacements="x.next"), {"data": [{"id": "a", "x": {"next": ["b", "see the docs", 3]}}]})
        assert reading.facts[0].replacements == ("b",)
        assert reading.unread == ('row 1, a: "next" is "see the docs"', 'row 1, a: "next" is 3')

    def test_requests_are_redirected_only_where_the_row_says_so(self) -> None:
        shape = Shape(replacements="next", redirected=("end.remap", True))
        told, untold = ({"id": "a", "next": "b", "end": {"remap": remap}} for remap in (True, False))
        assert [only(shape, row).redirects_to for row in (told, untold)] == ["b", None]

    def test_an_estimate_is_no_date_and_its_words_are_kept(self) -> None:
        shape = Shape(shutdown="end.day", tentative=("end.kind", "Tentative"))
        planned, estimate = (
            {"id": "a", "end": {"day": "2026-03-26", "kind": kind}} for kind in ("Planned", "Tentative")
        )
        assert (only(shape, planned).shutdown_on, only(shape, planned).words) == (date(2026, 3, 26), None)
        assert (only(shape, estimate).shutdown_on, only(shape, estimate).words) == (None, "2026-03-26 (Tentative)")

    def test_a_deployment_type_has_a_fact_only_where_its_day_is_another(self) -> None:
        shape = Shape(shutdown="end", deployments=Deployments("m.skus", "name", "end", {"Std": "standard"}))
        skus = [{"name": "Std", "end": "2026-05-01"}, {"name": "Big", "end": "2026-03-26"}, {"name": "Own"}, 3]
        reading = read(shape, {"data": [{"id": "a", "end": "2026-03-26", "m": {"skus": skus}}]})
        assert [(fact.deployment, fact.shutdown_on) for fact in reading.facts] == [
            (None, date(2026, 3, 26)),
            ("standard", date(2026, 5, 1)),
        ]
        assert (
            reading.facts[1].quote == '{"id":"a","end":"2026-03-26","m":{"skus":[{"name":"Std","end":"2026-05-01"}]}}'
        )

    def test_rows_may_be_the_answer_itself(self) -> None:
        assert [fact.model_id for fact in read(Shape(rows=("",)), [{"id": "a"}, {"id": "b"}]).facts] == ["a", "b"]
        assert read(Shape(rows=("",)), {"data": [{"id": "a"}]}).problem == "the answer is a JSON object and no list"
        assert read(Shape(rows=("", "data")), {"data": [{"id": "a"}]}).facts[0].model_id == "a"
        assert read(Shape(rows=("data", "models")), {}).problem == 'the answer has no list under "data" or "models"'

    def test_a_list_with_fewer_rows_than_it_counts_is_not_whole(self) -> None:
        shape = Shape(total="info.count")
        assert not read(shape, {"data": [{"id": "a"}], "info": {"count": 2}}).whole
        assert read(shape, {"data": [{"id": "a"}], "info": {"count": 1}}).whole
        assert read(shape, {"data": [{"id": "a"}], "info": 3}).whole

    def test_what_a_source_says_of_one_region_holds_there_alone(self) -> None:
        assert only(Shape(), {"id": "a"}, regions=("eu-west-1",)).regions == ("eu-west-1",)
        assert only(Shape(), {"id": "a"}).regions == ()


class TestQuotes:
    def test_what_is_on_a_path_is_shown_and_the_rest_is_not(self) -> None:
        shape = Shape(shutdown="end.day", aliases="names")
        row = {"id": "a", "end": {"day": "2026-03-26", "why": "old"}, "names": ["b"], "more": {"c": 1}}
        fact = read(shape, {"data": [row]}).facts[0]
        assert fact.quote == '{"id":"a","end":{"day":"2026-03-26","why":"old"},"names":["b"],"more":{…}}'

    def test_of_a_long_row_only_what_is_on_a_path_is_shown(self) -> None:
        shape = Shape(shutdown="stages[id=down].on")
        row = {
            "text": "t" * 400,
            "id": "a",
            "stages": [{"id": "up", "x": 1}, {"id": "down", "on": "2026-03-26", "x": 2}],
        }
        quote = only(shape, row).quote
        assert quote == '{"id":"a","stages":[{"id":"up"},{"id":"down","on":"2026-03-26"}],…}'

    def test_a_date_of_parts_is_shown_whole_in_a_long_row(self) -> None:
        row = {"text": "t" * 400, "id": "a", "end": {"year": 2026, "month": 3, "day": 26}}
        assert only(Shape(shutdown="end"), row).quote == '{"id":"a","end":{"year":2026,"month":3,"day":26},…}'

    @pytest.mark.parametrize("depth", [1, 100, 900])
    def test_lists_in_lists_are_not_followed(self, depth: int) -> None:
        reading = read(Shape(aliases="names"), {"data": [{"id": "a", "names": json.loads("[" * depth + "]" * depth)}]})
        assert [fact.model_id for fact in reading.facts] == ["a"]
        assert len(reading.facts[0].quote) < 40
