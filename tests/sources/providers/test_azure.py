"""Azure's model list: days out of Unix times, "deprecated" as said, and an address that only the settings know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor import config
from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.fetch import Fetcher
from monitor.service import asking
from monitor.service.app import Service
from monitor.service.assembly import assembled
from monitor.service.poll import Outcome, poll
from monitor.sources.lists import row_quotes
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument
from monitor.store import sources
from monitor.store.engine import reading as opened
from tests.e2e.mirror import mirror
from tests.fetch.servers import USER_AGENT, Site, running

SOURCE = find_source("azure/models")
DAY = date(2026, 2, 10)
FEBRUARY_18 = 1771372800  # 2026-02-18T00:00:00Z
DECEMBER_31_2099 = 4102358400


def row(model_id: str = "gpt-4-0613", inference: object = FEBRUARY_18, **more: object) -> dict[str, object]:
    deprecation = {"fine_tune": 1718323200, "inference": inference}
    return {
        "status": "succeeded",
        "capabilities": {"inference": True},
        "lifecycle_status": "generally-available",
        "deprecation": deprecation,
        "id": model_id,
        "created_at": 1691712000,
        "object": "model",
    } | more


def read(*rows: object) -> Reading:
    body = json.dumps({"data": rows, "object": "list"}).encode()
    return SOURCE.read(SOURCE, RawDocument(body, "https://acme.openai.azure.com/openai/models", DAY))


def only(*rows: object) -> Fact:
    reading = read(*rows)
    assert reading.unread == ()
    [fact] = reading.facts
    return fact


# What a row says


def test_the_end_of_inference_is_the_shutdown_date_and_the_row_shows_it() -> None:
    fact = only(row("dall-e-3-3.0"))
    assert (fact.provider, fact.model_id, fact.shutdown_on) == ("azure", "dall-e-3-3.0", date(2026, 2, 18))
    assert fact.quote == (
        '{"status":"succeeded","capabilities":{…},"lifecycle_status":"generally-available",'
        '"deprecation":{"fine_tune":1718323200,"inference":1771372800},"id":"dall-e-3-3.0",'
        '"created_at":1691712000,"object":"model"}'
    )


def test_the_shutdown_date_is_the_utc_day() -> None:
    reading = read(row("before", FEBRUARY_18 - 1), row("after", FEBRUARY_18 + 86_399))
    assert [fact.shutdown_on for fact in reading.facts] == [date(2026, 2, 17), date(2026, 2, 18)]


@given(st.datetimes(datetime(2015, 1, 1), datetime(2089, 12, 31)))  # noqa: DTZ001 – hypothesis wants them naive
def test_every_second_of_a_day_is_that_day(moment: datetime) -> None:
    assert only(row(inference=int(moment.replace(tzinfo=UTC).timestamp()))).shutdown_on == moment.date()


def test_the_end_of_fine_tuning_is_no_fact() -> None:
    fact = only(row(deprecation={"fine_tune": FEBRUARY_18}))
    assert (fact.shutdown_on, fact.deprecated_on, fact.words) == (None, None, None)


@pytest.mark.parametrize(("placeholder", "words"), [(DECEMBER_31_2099, "2099-12-31"), (4083955200, "2099-06-01")])
def test_a_placeholder_is_no_date_and_its_words_are_kept(placeholder: int, words: str) -> None:
    fact = only(row(inference=placeholder))
    assert (fact.shutdown_on, fact.earliest_shutdown_on, fact.words) == (None, None, words)


@pytest.mark.parametrize("absent", [None, {}, {"inference": None}])
def test_a_model_without_an_end_is_listed_without_one(absent: dict[str, object] | None) -> None:
    fact = only(row(deprecation=absent))
    assert (fact.shutdown_on, fact.words) == (None, None)


def test_deprecated_is_stated_as_it_is_said_whatever_the_day_and_the_other_status() -> None:
    fact = only(row(lifecycle_status="deprecated", inference=1745971200))
    assert (fact.stated_status, fact.shutdown_on) == (StatedStatus.DEPRECATED, date(2025, 4, 30))


@pytest.mark.parametrize("lifecycle_status", ["generally-available", "preview", None])
def test_being_available_is_no_status(lifecycle_status: str | None) -> None:
    assert only(row(lifecycle_status=lifecycle_status)).stated_status is None


def test_ids_stay_as_printed_and_bare_names_are_rows_of_their_own() -> None:
    ids = ["gpt-35-turbo-0301", "gpt-35-turbo", "Kimi-K2.5", "gpt-4-1106-Preview"]
    assert [fact.model_id for fact in read(*map(row, ids)).facts] == ids


def test_a_creation_time_is_no_release_day() -> None:
    assert only(row()).released_on is None


# Rows twice


def test_a_model_listed_twice_is_one_row_though_created_at_different_times() -> None:
    assert only(row(), row(created_at=1680480000)).shutdown_on == date(2026, 2, 18)


def test_two_rows_that_disagree_on_the_day_give_none() -> None:
    reading = read(row(), row(inference=FEBRUARY_18 + 86_400))
    assert [fact.shutdown_on for fact in reading.facts] == [None]
    assert reading.unread == ("row 2, gpt-4-0613: listed twice with different dates",)


def test_two_rows_that_disagree_on_the_status_state_none() -> None:
    reading = read(row(lifecycle_status="deprecated"), row())
    assert [(fact.stated_status, fact.shutdown_on) for fact in reading.facts] == [(None, date(2026, 2, 18))]
    assert reading.unread == ("row 2, gpt-4-0613: listed twice with different statuses",)


# Rows of another shape


@pytest.mark.parametrize(
    "odd", ["soon", "18 February 2026", str(FEBRUARY_18), FEBRUARY_18 * 1000, 1.5, True, 0, -1, 10**30, [], {}, ""]
)
def test_a_time_that_is_none_is_unread_and_the_model_stays_listed(odd: object) -> None:
    reading = read(row(inference=odd))
    assert [(fact.model_id, fact.shutdown_on) for fact in reading.facts] == [("gpt-4-0613", None)]
    [unread] = reading.unread
    assert unread.startswith('row 1, gpt-4-0613: "inference" is ')


@pytest.mark.parametrize("odd", [FEBRUARY_18, "2026-02-18", [FEBRUARY_18], False])
def test_a_deprecation_that_is_no_object_is_unread(odd: object) -> None:
    reading = read(row(deprecation=odd))
    assert [fact.shutdown_on for fact in reading.facts] == [None]
    assert reading.unread[0].startswith('row 1, gpt-4-0613: "deprecation" is ')


@pytest.mark.parametrize("odd", ["retiring", "Deprecated", "", 3, ["deprecated"], {}])
def test_a_status_never_seen_before_is_unread_and_the_day_is_kept(odd: object) -> None:
    reading = read(row(lifecycle_status=odd))
    assert [(fact.stated_status, fact.shutdown_on) for fact in reading.facts] == [(None, date(2026, 2, 18))]
    assert reading.unread[0].startswith('row 1, gpt-4-0613: "lifecycle_status" is ')


@pytest.mark.parametrize("odd", [None, 3, "gpt-4", [], {}, {"model": "gpt-4"}])
def test_a_row_that_names_no_model_is_unread_with_its_place(odd: object) -> None:
    reading = read(row("a"), odd, row("b"))
    assert [fact.model_id for fact in reading.facts] == ["a", "b"]
    [unread] = reading.unread
    assert unread.startswith("row 2: ")


def test_a_long_row_is_quoted_by_what_the_fact_rests_on() -> None:
    fact = only(row(description="d" * 900, deprecation={"inference": FEBRUARY_18}))
    assert fact.quote == (
        '{"lifecycle_status":"generally-available","deprecation":{"inference":1771372800},"id":"gpt-4-0613",…}'
    )


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12)
VALUE = SCALAR | st.lists(SCALAR, max_size=2) | st.dictionaries(st.text(max_size=3) | st.just("inference"), SCALAR)


@given(st.dictionaries(st.sampled_from(["id", "deprecation", "lifecycle_status", "created_at"]), VALUE))
def test_no_row_makes_the_reader_raise_and_no_date_is_made_up(odd: dict[str, object]) -> None:
    reading = read(row() | odd)
    for fact in reading.facts:
        assert fact.quote.isprintable()
        assert 0 < len(fact.quote) <= row_quotes.MAX_QUOTE
        if fact.shutdown_on:
            inference = (row() | odd)["deprecation"]["inference"]  # type: ignore[index]
            assert datetime.fromtimestamp(inference, UTC).date() == fact.shutdown_on
    assert reading.facts or reading.problem
    assert all(line.isprintable() for line in reading.unread)


# Where it is read


@contextmanager
def service(folder: Path, settings: str, environ: dict[str, str] | None = None) -> Iterator[Service]:
    file = folder / "config.toml"
    file.write_text(f'[database]\nurl = "sqlite:///{folder / "monitor.db"}"\n{settings}\n')
    environ = environ or {}
    with assembled(config.load(file, environ), environ, day=DAY) as made:
        yield made


def asked(service: Service, web: Fetcher) -> bytes:
    with opened(service.engine) as session:
        state = sources.state(session, SOURCE.id)
    assert state is not None
    return asking.fetch(service, web, service.sources[SOURCE.id], state).body


@pytest.fixture
def azure() -> Iterator[Site]:
    with running(Site()) as site:
        yield site


def test_without_an_address_the_source_is_skipped_and_says_what_to_set(tmp_path: Path) -> None:
    with service(tmp_path, "", {"AZURE_OPENAI_API_KEY": "k-123456789"}) as made:
        [report] = poll(made, [SOURCE.id])
    assert report.outcome is Outcome.SKIPPED
    assert report.reason.startswith('no address for azure/models: set sources."azure/models".url to ')


def test_the_configured_endpoint_is_asked_with_the_key_in_its_header(tmp_path: Path, azure: Site) -> None:
    url = azure.serve("/openai/models", body=b"{}") + "?api-version=2024-10-21"
    settings = f'[sources."azure/models"]\nurl = "{url}"'
    web = Fetcher(user_agent=USER_AGENT, trusted_origins=(azure.origin,))
    with service(tmp_path, settings, {"AZURE_OPENAI_API_KEY": "k-123456789"}) as made, web:
        assert asked(made, web) == b"{}"
    [(path, headers)] = azure.asked
    assert (path, headers["api-key"]) == ("/openai/models?api-version=2024-10-21", "k-123456789")


def test_with_an_address_and_no_key_it_is_skipped_for_the_key(tmp_path: Path) -> None:
    settings = '[sources."azure/models"]\nurl = "https://acme.openai.azure.com/openai/models?api-version=2024-10-21"'
    with service(tmp_path, settings) as made:
        [report] = poll(made, [SOURCE.id])
    assert report.outcome is Outcome.SKIPPED
    assert report.reason == "no key for azure/models: set AZURE_OPENAI_API_KEY to read it"


def test_on_a_mirror_it_is_read_without_address_or_key(tmp_path: Path) -> None:
    with mirror() as pages, service(tmp_path, f'[fetch]\nmirror = "{pages.url}"') as made:
        pages.documents[SOURCE.id] = json.dumps({"data": [row(f"model-{n}") for n in range(12)]})
        [report] = poll(made, [SOURCE.id])
    assert (report.outcome, report.facts, report.reason) == (Outcome.CHANGED, 12, "")


# The real ones


def documents(shared: Path) -> list[Path]:
    return sorted((shared / "pages" / "azure" / "models").glob("*.json"))


def of(path: Path) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(path.read_bytes(), SOURCE.page_url, DAY))


def test_every_gold_fact_is_found_with_its_status_and_none_is_invented(shared: Path) -> None:
    [gold] = (shared / "truth" / "gold").glob("azure-2026-02-10-*.jsonl")
    header, *rows = [json.loads(line) for line in gold.read_text("utf-8").splitlines()]
    facts = of(shared / "pages" / header["document"]).facts
    got = {fact.model_id: fact.as_json() for fact in facts if fact.shutdown_on or fact.stated_status}
    names = ["shutdown_on", "stated_status"]
    assert {key: [fact[name] for name in names] for key, fact in got.items()} == {
        row["model_id"]: [row.get(name) for name in names] for row in rows
    }


def test_every_recorded_answer_is_believed_and_understood_whole(shared: Path) -> None:
    assert len(documents(shared)) >= 2
    for path in documents(shared):
        reading = of(path)
        ids = {listed["id"].casefold() for listed in json.loads(path.read_bytes())["data"]}
        assert {fact.model_id.casefold() for fact in reading.facts} == ids, path.name
        assert (reading.unread, reading.whole) == ((), True), path.name
        assert judge(reading, (), SOURCE.guards, read_on=DAY).verdict is Verdict.ADMIT, path.name
        assert all(fact.shutdown_on or fact.words for fact in reading.facts), path.name
        assert all('"inference":' in fact.quote for fact in reading.facts), path.name
