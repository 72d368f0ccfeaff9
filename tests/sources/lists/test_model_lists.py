"""Model lists are read whole, dates only where they are dates, and nothing that is no list passes for one."""

from __future__ import annotations

import csv
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts import Authority, Reading
from monitor.core.trust import Guards, Verdict, judge
from monitor.sources.lists import json_pages, json_values, model_rows, row_quotes
from monitor.sources.lists.model_lists import (
    model_list,
    next_page_by_last_id,
    next_page_by_link,
    next_page_by_token,
    read_openai_compatible,
)
from monitor.sources.providers import anthropic, azure_lists, bedrock, cometapi, google, heroku, mistral, openai, vertex
from monitor.sources.registry import all_sources
from monitor.sources.spec import Auth, RawDocument, Reader, Source

read_openai, read_anthropic, read_google = map(model_list, (openai.LIST, anthropic.LIST, google.LIST))
READERS = {
    "openai": read_openai,
    "anthropic": read_anthropic,
    "google": read_google,
    "cometapi": read_openai_compatible,
    "azure": model_list(azure_lists.RESOURCE_MANAGER),
    "bedrock": model_list(bedrock.LIST),
    "heroku": model_list(heroku.LIST),
    "mistral": model_list(mistral.LIST),
    "vertex": model_list(vertex.LIST),
}
NEXT_PAGES = (
    next_page_by_last_id("after_id", limit=1000),
    next_page_by_token("nextPageToken", "pageToken", pageSize=1000),
    next_page_by_link("next.href"),
)


def source(reader: Reader, provider: str = "acme") -> Source:
    return Source(
        id=f"{provider}/models",
        provider=provider,
        authority=Authority.API,
        url="https://api.example.org/v1/models",
        read=reader,
        guards=Guards(),
    )


def read(reader: Reader, *pages: object) -> Reading:
    """What `reader` makes of the pages: bytes as they are, anything else as JSON."""
    body = b"\n".join(page if isinstance(page, bytes) else json.dumps(page).encode() for page in pages)
    return reader(source(reader), RawDocument(body, "https://api.example.org/v1/models", date(2026, 8, 22)))


def openai_list(*rows: object) -> dict[str, object]:
    return {"object": "list", "data": list(rows)}


def openai_row(model_id: object = "gpt-4-0314", **more: object) -> dict[str, object]:
    return {"id": model_id, "object": "model", "created": 1687882410, "owned_by": "openai", **more}


# What a row says


def test_an_openai_row_gives_its_id_its_release_day_and_the_row_as_evidence() -> None:
    [fact] = read(read_openai, openai_list(openai_row())).facts
    assert (fact.provider, fact.model_id, fact.source_id) == ("acme", "gpt-4-0314", "acme/models")
    assert fact.released_on == date(2023, 6, 27)
    assert fact.quote == '{"id":"gpt-4-0314","object":"model","created":1687882410,"owned_by":"openai"}'
    assert fact.url == "https://api.example.org/v1/models"
    assert fact.stated_status is None, "being listed is no status"


def test_the_release_day_is_the_utc_day() -> None:
    before, after = read(
        read_openai, openai_list(openai_row("a", created=1735689599), openai_row("b", created=1735689600))
    ).facts
    assert (before.released_on, after.released_on) == (date(2024, 12, 31), date(2025, 1, 1))


def test_an_openai_shutdown_date_is_firm() -> None:
    [fact] = read(read_openai, openai_list(openai_row(shutdown_date="2026-03-26"))).facts
    assert (fact.shutdown_on, fact.earliest_shutdown_on, fact.words) == (date(2026, 3, 26), None, None)


def test_a_null_shutdown_date_is_no_date_and_no_complaint() -> None:
    reading = read(read_openai, openai_list(openai_row(shutdown_date=None)))
    assert (reading.facts[0].shutdown_on, reading.unread) == (None, ())


@pytest.mark.parametrize("placeholder", ["2099-12-31", "2098-12-31", "9999-12-31"])
def test_a_placeholder_date_is_no_date_and_its_words_are_kept(placeholder: str) -> None:
    reading = read(read_openai, openai_list(openai_row(shutdown_date=placeholder)))
    assert (reading.facts[0].shutdown_on, reading.facts[0].words, reading.unread) == (None, placeholder, ())


@pytest.mark.parametrize(
    "odd", ["2026-09-31", "26-03-26", "Q3 2026", "20260326", "2026-03-26T25:00:00Z", "0001-01-01", "", 0, True, [], {}]
)
def test_an_odd_shutdown_date_is_unread_and_the_model_stays_listed(odd: object) -> None:
    reading = read(read_openai, openai_list(openai_row("x"), openai_row(shutdown_date=odd)))
    assert [f.shutdown_on for f in reading.facts] == [None, None]
    [unread] = reading.unread
    assert unread.startswith('row 2, gpt-4-0314: "shutdown_date" is ')


@pytest.mark.parametrize(
    "odd", ["yesterday", "1687882410", -1e18, 1.5, -86400, 10**30, 1687882410000, True, [], {}, 86400 * 366]
)
def test_an_odd_creation_time_is_unread_and_the_model_stays_listed(odd: object) -> None:
    reading = read(read_openai, openai_list(openai_row(created=odd)))
    assert [(f.model_id, f.released_on) for f in reading.facts] == [("gpt-4-0314", None)]
    assert reading.unread[0].startswith('row 1, gpt-4-0314: "created" is ')


@pytest.mark.parametrize("unknown", [None, 0, 4102358400])
def test_a_creation_time_of_zero_or_in_a_far_future_is_no_date(unknown: object) -> None:
    reading = read(read_openai, openai_list(openai_row(created=unknown)))
    assert (reading.facts[0].released_on, reading.unread) == (None, ())


def test_a_fine_tuned_model_is_listed_under_its_own_id_and_says_nothing_of_its_base() -> None:
    tuned = "ft:gpt-3.5-turbo-0125:acme::9xYzAbCd"
    [fact] = read(
        read_openai, openai_list(openai_row(tuned, shutdown_date="2026-10-23", parent="gpt-3.5-turbo-0125"))
    ).facts
    assert (fact.model_id, fact.alias_of) == (tuned, None)


def test_an_anthropic_row_gives_its_id_its_name_and_its_release_day() -> None:
    row = {
        "type": "model",
        "id": "claude-opus-5",
        "display_name": "Claude Opus 5",
        "created_at": "2026-07-24T00:00:00Z",
    }
    reading = read(
        read_anthropic, {"data": [row], "has_more": False, "first_id": "claude-opus-5", "last_id": "claude-opus-5"}
    )
    [fact] = reading.facts
    assert (fact.model_id, fact.display_name, fact.released_on) == ("claude-opus-5", "Claude Opus 5", date(2026, 7, 24))
    assert reading.whole


@pytest.mark.parametrize(
    ("created_at", "day"),
    [
        ("2026-07-24T23:30:00-02:00", date(2026, 7, 25)),
        ("2026-07-24T00:00:00.123456Z", date(2026, 7, 24)),
        ("1970-01-01T00:00:00Z", None),
        ("2099-12-31T00:00:00Z", None),
    ],
)
def test_an_rfc_3339_time_becomes_its_utc_day_and_the_epoch_none(created_at: str, day: date | None) -> None:
    reading = read(read_anthropic, {"data": [{"id": "m", "created_at": created_at}], "has_more": False})
    assert (reading.facts[0].released_on, reading.unread) == (day, ())


@pytest.mark.parametrize(
    "created_at", ["2026-07", "24 July 2026", "2026-13-01T00:00:00Z", "9999-12-31T23:59:59-23:59", ""]
)
def test_a_time_that_is_not_rfc_3339_is_unread(created_at: str) -> None:
    reading = read(read_anthropic, {"data": [{"id": "m", "created_at": created_at}], "has_more": False})
    assert (reading.facts[0].released_on, len(reading.unread)) == (None, 1)


def test_a_google_row_loses_its_prefix_and_keeps_its_name() -> None:
    row = {"name": "models/gemini-2.0-flash", "version": "2.0", "displayName": "Gemini 2.0 Flash", "topP": 0.95}
    [fact] = read(read_google, {"models": [row]}).facts
    assert (fact.model_id, fact.display_name) == ("gemini-2.0-flash", "Gemini 2.0 Flash")
    assert fact.version is None, "a fact's version is a scope, and this is none"


def test_a_google_name_without_the_prefix_is_unread() -> None:
    reading = read(read_google, {"models": [{"name": "models/a"}, {"name": "tunedModels/b"}, {"name": "models/"}]})
    assert [f.model_id for f in reading.facts] == ["a"]
    assert reading.unread == ('row 2: "name" is "tunedModels/b"', 'row 3: "name" is "models/"')


def test_an_aggregator_may_list_ids_with_slashes_and_colons() -> None:
    rows = [{"id": "openai/gpt-4-0314:free"}, {"id": "meta-llama/Llama-3.1-8B@v2"}]
    reading = read(read_openai_compatible, openai_list(*rows))
    assert [f.model_id for f in reading.facts] == ["openai/gpt-4-0314:free", "meta-llama/Llama-3.1-8B@v2"]


def test_an_aggregators_creation_times_are_not_taken_for_release_days() -> None:
    assert read(read_openai_compatible, openai_list(openai_row(created=1626777600))).facts[0].released_on is None


# Evidence


def test_nested_values_are_left_out_of_the_quote() -> None:
    [fact] = read(read_openai, openai_list(openai_row(permission=[{"id": "perm-1"}], parent=None, extra={}))).facts
    assert fact.quote.endswith('"permission":[…],"parent":null,"extra":{}}')


def test_a_long_row_is_quoted_by_what_the_fact_rests_on() -> None:
    [fact] = read(read_openai, openai_list(openai_row(description="d" * 900, shutdown_date="2026-03-26"))).facts
    assert fact.quote == '{"id":"gpt-4-0314","created":1687882410,"shutdown_date":"2026-03-26",…}'


def test_the_longest_names_are_cut_to_the_length_of_a_quote() -> None:
    [fact] = read(read_anthropic, {"data": [{"id": "i" * 200, "display_name": "n" * 200}], "has_more": False}).facts
    assert len(fact.quote) == row_quotes.MAX_QUOTE
    assert fact.quote.endswith("n…,…}")


def test_a_quote_holds_no_control_or_formatting_characters() -> None:
    [fact] = read(read_openai, openai_list(openai_row(owned_by="a\u202eb\x07\u2028\ud800"))).facts
    assert fact.quote.isprintable()
    assert "\\u202e" in fact.quote


def test_a_display_name_with_formatting_characters_is_unread() -> None:
    reading = read(read_google, {"models": [{"name": "models/a", "displayName": "Gem\u202eini"}]})
    assert (reading.facts[0].display_name, len(reading.unread)) == (None, 1)


# Rows that cannot be read


@pytest.mark.parametrize("row", [None, 3, "gpt-4", [], {}, {"id": None}, {"id": 4}, {"id": ""}, {"id": ["gpt-4"]}])
def test_a_row_without_an_id_is_unread_with_its_place_and_the_others_are_read(row: object) -> None:
    reading = read(read_openai, openai_list(openai_row("a"), row, openai_row("b")))
    assert [f.model_id for f in reading.facts] == ["a", "b"]
    [unread] = reading.unread
    assert unread.startswith("row 2: ")


def test_a_list_of_which_no_row_can_be_read_is_a_problem() -> None:
    reading = read(read_openai, openai_list({}, {}))
    assert (reading.facts, reading.problem) == ((), "none of its 2 rows could be read")


def test_the_list_of_unread_rows_is_bounded() -> None:
    reading = read(read_openai, openai_list(openai_row(), *[None] * 5000))
    assert len(reading.unread) == model_rows.MAX_UNREAD + 1
    assert reading.unread[-1] == "and 4900 more"


def test_an_id_listed_twice_is_one_fact_whatever_its_case() -> None:
    reading = read(read_openai, openai_list(openai_row("GPT-4"), openai_row("gpt-4"), openai_row("gpt-4o")))
    assert [f.model_id for f in reading.facts] == ["GPT-4", "gpt-4o"]
    assert reading.unread == ()


def test_two_rows_of_one_model_that_disagree_give_no_date() -> None:
    rows = [openai_row(shutdown_date="2026-03-26"), openai_row(shutdown_date="2026-10-23")]
    reading = read(read_openai, openai_list(*rows))
    assert [(f.released_on, f.shutdown_on) for f in reading.facts] == [(date(2023, 6, 27), None)]
    assert reading.unread == ("row 2, gpt-4-0314: listed twice with different dates",)


def test_two_rows_of_one_model_may_differ_in_its_release_day_which_is_then_not_known() -> None:
    reading = read(read_openai, openai_list(openai_row(), openai_row(created=1712601677)))
    assert ([f.released_on for f in reading.facts], reading.unread) == ([None], ())


# Several pages


def test_several_pages_are_one_list() -> None:
    first = {"models": [{"name": "models/a"}], "nextPageToken": "t"}
    reading = read(read_google, first, {"models": [{"name": "models/b"}]})
    assert [f.model_id for f in reading.facts] == ["a", "b"]
    assert reading.whole
    assert reading.headings == ("models", "nextPageToken")


@pytest.mark.parametrize(
    ("reader", "page"),
    [
        (read_google, {"models": [{"name": "models/a"}], "nextPageToken": "t"}),
        (read_anthropic, {"data": [{"id": "a"}], "has_more": True, "last_id": "a"}),
        (read_anthropic, {"data": [{"id": "a"}]}),
        (read_openai, {"data": [{"id": "a"}], "has_more": True}),
    ],
)
def test_a_list_that_goes_on_is_not_whole(reader: Reader, page: object) -> None:
    reading = read(reader, page)
    assert (reading.whole, len(reading.facts)) == (False, 1)


def test_an_error_on_a_later_page_spoils_the_whole_list() -> None:
    reading = read(
        read_anthropic,
        {"data": [{"id": "a"}], "has_more": True},
        {"type": "error", "error": {"type": "overloaded_error"}},
    )
    assert (reading.facts, reading.problem) == ((), "the answer is an error object (overloaded_error)")


# What is no list


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "the answer is empty"),
        (b" \n ", "the answer is empty"),
        (b"<!doctype html><title>Sign in</title>", "the answer is an HTML page instead of JSON"),
        (b"\xff\xfe{\x00}\x00", "the answer is not UTF-8 text"),
        (b'{"data": [', "page 1 of the answer is broken JSON"),
        (b'{"data": [{"id": "a"}]} trailing', "page 2 of the answer is broken JSON"),
        (b'{"data": NaN}', "page 1 of the answer is broken JSON"),
        (b"[" * 100_000, "page 1 of the answer is broken JSON"),
        (b'{"data": ' + b"9" * 5000 + b"}", "page 1 of the answer is broken JSON"),
        (b"[]", "the answer is a bare list instead of a JSON object"),
        (b'[{"id": "a"}]', "the answer is a bare list instead of a JSON object"),
        (b'"data"', "page 1 of the answer is no JSON object"),
        (b"{}\n" * 101, "the answer has more than 100 pages"),
        (b"{}", 'the answer has no list under "data"'),
        (b'{"data": {"id": "a"}}', 'the answer has no list under "data"'),
        (b'{"object": "list", "data": []}', "the list is empty"),
        (b'{"error": {"message": "no", "type": "invalid_request_error", "code": "invalid_api_key"}}',
         "the answer is an error object (invalid_request_error, invalid_api_key)"),
        (b'{"error": {"code": 503, "status": "UNAVAILABLE"}}', "the answer is an error object (UNAVAILABLE, 503)"),
        (b'{"error": "internal"}', "the answer is an error object"),
    ],
)  # fmt: skip
def test_what_is_no_list_is_a_problem_in_words(body: bytes, why: str) -> None:
    assert read(read_openai, body) == Reading(problem=why)


def test_the_words_of_an_error_are_not_repeated_for_they_may_hold_a_part_of_the_key() -> None:
    error = {"message": "Incorrect API key provided: sk-abc***xyz", "code": "<b>", "type": "sk abc"}
    assert read(read_openai, {"error": error}).problem == "the answer is an error object"


def test_a_byte_order_mark_is_no_obstacle() -> None:
    assert read(read_openai, b'\xef\xbb\xbf{"data": [{"id": "a"}]}').facts[0].model_id == "a"


@pytest.mark.parametrize("hostile", ["a" * 201, "a b", "a\nb", "a\x00", "gpt\u202e-4", "a\u00a0b", "\ud800"])
def test_an_id_that_is_no_model_id_is_a_problem(hostile: str) -> None:
    reading = read(read_openai, openai_list(openai_row("fine"), openai_row(hostile)))
    assert reading.facts == ()
    assert reading.problem is not None
    assert reading.problem.isprintable()
    assert len(reading.problem) < json_values.MAX_ID


def test_a_list_of_absurd_size_is_a_problem() -> None:
    rows = b",".join(b'{"id":"m%d"}' % n for n in range(json_pages.MAX_ROWS + 1))
    assert read(read_openai, b'{"data":[' + rows + b"]}").problem == "the list has 20001 rows, more than 20000"


# Any bytes

SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
JSON = SCALAR | st.lists(SCALAR, max_size=3) | st.dictionaries(st.sampled_from(["id", "type", "code"]), SCALAR)
ROW_KEYS = ["id", "name", "display_name", "displayName", "created", "created_at", "shutdown_date", "owned_by", "model"]
ROW_KEYS += ["model_id", "modelId", "deprecation", "modelLifecycle", "aliases", "versionId", "state", "eol_date"]
KNOWN = ["models/a", "a", "a-2407", "publishers/google/models/b", 1687882410, "2026-07-24T00:00:00Z", "2026-03-26"]
VALUE = JSON | st.sampled_from([*KNOWN, "2099-12-31", {"year": 2026, "month": 3, "day": 26}, ["a", "b-2407"], True])
INNER = st.dictionaries(
    st.sampled_from(["inference", "endOfLifeTime", "status", "name", "skus", "deprecation", "version"]), VALUE
)
ROWS = st.lists(st.dictionaries(st.sampled_from(ROW_KEYS), VALUE | INNER | st.lists(INNER)) | JSON, max_size=4)
PAGE = ROWS | st.fixed_dictionaries(
    {},
    optional={
        **dict.fromkeys(("data", "models", "value", "modelSummaries", "publisherModels"), ROWS),
        **dict.fromkeys(("has_more", "last_id", "nextPageToken", "next", "error"), JSON),
    },
)


def check(reader: Reader, body: bytes) -> None:
    """A reading is a problem without facts or facts without a problem, all of them bounded and printable."""
    reading = read(reader, body)
    assert (reading.problem is None) == bool(reading.facts)
    assert len({f.key for f in reading.facts}) == len(reading.facts)
    for fact in reading.facts:
        assert fact.model_id.isprintable()
        assert fact.quote.isprintable()
        assert 0 < len(fact.quote) <= row_quotes.MAX_QUOTE
    assert all(line.isprintable() and len(line) < 2 * json_values.MAX_ID for line in reading.unread)
    for next_page in NEXT_PAGES:
        following = next_page(body)
        assert following is None or (following.isprintable() and following.isascii())


@given(st.sampled_from(list(READERS.values())), st.binary(max_size=200))
def test_no_bytes_make_a_reader_raise(reader: Reader, body: bytes) -> None:
    check(reader, body)


@given(st.sampled_from(list(READERS.values())), st.lists(PAGE, min_size=1, max_size=3))
def test_no_json_makes_a_reader_raise(reader: Reader, pages: list[object]) -> None:
    check(reader, b"\n".join(json.dumps(page).encode() for page in pages))


@given(st.integers(min_value=0, max_value=400))
def test_no_cut_list_is_taken_for_a_shorter_one(cut: int) -> None:
    body = json.dumps(openai_list(*(openai_row(f"m{n}") for n in range(5)))).encode()
    reading = read(read_openai, body[:cut])
    assert (reading.facts, bool(reading.problem)) == ((), True)


# The real ones


def test_cometapi_is_read_with_a_bearer_key_from_the_environment() -> None:
    [listed] = cometapi.SOURCES
    assert (listed.id, listed.url) == ("cometapi/models", "https://api.cometapi.com/v1/models")
    assert (listed.auth, listed.key_env, listed.authority) == (Auth.BEARER, "COMETAPI_KEY", Authority.AGGREGATOR)
    assert listed.is_list
    assert not listed.verified


def ids_in(answer: object) -> set[str]:
    """The ids in a recorded answer, found without a reader: what each object in its longest list is called."""
    lists = [answer, *(answer.values() if isinstance(answer, dict) else ())]
    rows = max((rows for rows in lists if isinstance(rows, list)), key=len)
    keys = ("id", "model_id", "modelId", "name")
    named = (next(str(row[key]) for key in keys if key in row) for row in rows)
    return {name.rpartition("models/")[2].casefold() for name in named}


def test_every_recorded_list_is_read_whole_and_believed(shared: Path) -> None:
    lists = {s.id: s for s in all_sources().values() if s.is_list}
    read_ones: Counter[str] = Counter()
    with (shared / "pages" / "MANIFEST.tsv").open(encoding="utf-8", newline="") as manifest:
        documents = [
            d for d in csv.DictReader(manifest, delimiter="\t", quoting=csv.QUOTE_NONE) if d["source"] in lists
        ]
    for document in documents:
        listed, day = lists[document["source"]], date.fromisoformat(document["date"])
        body = (shared / "pages" / document["path"]).read_bytes()
        reading = listed.reading_of(body, "application/json", day)
        assert (reading.problem, reading.unread) == (None, ()), document["path"]
        missing = ids_in(json.loads(body)) - {fact.model_id.casefold().partition("@")[0] for fact in reading.facts}
        assert missing == set(), document["path"]
        verdict = judge(reading, (), listed.guards, read_on=day, is_list=True).verdict
        is_half = document["path"].endswith("page2.json")  # the second page of two, which nobody is answered alone
        assert verdict is (Verdict.REJECT if is_half else Verdict.ADMIT), document["path"]
        read_ones[listed.id] += 1
    assert read_ones.keys() == {source_id for source_id, listed in lists.items() if listed.verified}
