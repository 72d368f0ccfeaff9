"""The typed sources of Mistral's documentation: one TypeScript object for each model."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.core.trust import Verdict, judge
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

SOURCE = find_source("mistral/schema")
DAY = date(2026, 8, 21)


def model(name: str, slug: str, ids: str, status: str = "GA", metadata: str = "{}") -> str:
    return f"""import {{ StaticModel }} from '../schema';
export default {{
  name: '{name}',
  describe: (l) => ({{ description: l.text(`Our "best" {{model}}, it's quick.`, {{ context: 'A model' }}) }}),
  slug: '{slug}',
  releaseDate: '2025-06-10',
  status: '{status}',
  weights: [{{ name: 'Weights', url: null, size: 1.5 }}],
  identifiers: {{ apiNames: [{ids}] }},
  metadata: {metadata},
  legacy: true,
}} as const satisfies StaticModel;
"""


SMALL = model(
    "Gust Small 1.2", "gust-small-1-2", "'gust-small-2509', 'gust-small-latest'", "Deprecated",
    "{ deprecationDate: 'April 30, 2026', retirementDate: 'July 31, 2026', replacement: 'Gust 4' }",
)  # fmt: skip
FOUR = model("Gust 4", "gust-4", "'gust-4', 'gust-latest'")


def read(text: str) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(text.encode(), SOURCE.page_url, DAY))


def facts(text: str) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(text).facts}


def test_a_model_with_its_days_in_either_form() -> None:
    iso = SMALL.replace("April 30, 2026", "2026-04-30").replace("July 31, 2026", "2026-07-31")

    for fact in (facts(SMALL)["gust-small-2509"], facts(iso)["gust-small-2509"]):
        assert (fact.deprecated_on, fact.shutdown_on) == (date(2026, 4, 30), date(2026, 7, 31))
        assert fact.stated_status is StatedStatus.DEPRECATED
        assert fact.released_on == date(2025, 6, 10)
        assert fact.url == "https://docs.mistral.ai/models/gust-small-1-2"


def test_the_first_name_is_the_model_and_the_others_are_its_aliases() -> None:
    alias = facts(SMALL)["gust-small-latest"]

    assert (alias.alias_of, alias.shutdown_on) == ("gust-small-2509", date(2026, 7, 31))


def test_the_quote_is_what_the_file_says() -> None:
    assert facts(SMALL)["gust-small-2509"].quote == (
        "status: 'Deprecated', identifiers: { apiNames: ['gust-small-2509', 'gust-small-latest'] }, "
        "metadata: { deprecationDate: 'April 30, 2026', retirementDate: 'July 31, 2026', replacement: 'Gust 4' }"
    )


def test_a_replacement_is_an_id_where_one_model_in_the_document_has_that_name() -> None:
    alone = facts(SMALL)["gust-small-2509"]
    joined = facts(SMALL + FOUR)["gust-small-2509"]
    twice = facts(SMALL + FOUR + model("Gust 4", "gust-4-old", "'gust-4-2401'"))["gust-small-2509"]

    assert (alone.replacements, alone.replacement_text) == ((), "Gust 4")
    assert (joined.replacements, joined.replacement_text) == (("gust-4",), "Gust 4")
    assert twice.replacements == ()


def test_an_alias_in_two_files_is_told_and_not_believed() -> None:
    old = model("Sound", "sound-25-07", "'sound-2507', 'sound-latest'", "Deprecated", "{retirementDate: '2026-05-31'}")
    new = model("Sound 2", "sound-26-02", "'sound-2602', 'sound-latest'")

    reading = read(old + new)

    assert {fact.model_id for fact in reading.facts} == {"sound-2507", "sound-2602"}
    assert any("sound-latest twice" in place for place in reading.unread)


def test_one_id_in_two_files_that_agree_is_one_model() -> None:
    reading = read(model("Breeze 7B", "b-0-3", "'open-breeze-7b'") + model("Breeze 7B", "b-0-2", "'open-breeze-7b'"))

    assert len(reading.facts) == 1
    assert reading.unread == ()


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("'July 31, 2026'", "'soon, we hope'", "no date that is understood"),
        ("'July 31, 2026'", "lastDayOf(2026, 7)", "no date that is understood"),
        ("'July 31, 2026'", "'2525-06-06'", "no date that is understood"),
        ("'Deprecated'", "'Hibernating'", "no status that is understood"),
        ("apiNames: ['gust-small-2509', 'gust-small-latest']", "apiNames: namesOf('gust')", "has no plain"),
    ],
)
def test_what_is_not_plainly_there_is_told_and_never_worked_out(old: str, new: str, told: str) -> None:
    reading = read(SMALL.replace(old, new))

    assert any(told in place for place in reading.unread)
    assert all(fact.shutdown_on in {None, date(2026, 7, 31)} for fact in reading.facts)


def test_an_empty_date_is_none_and_nothing_to_tell() -> None:
    reading = read(model("Gust 3", "gust-3", "'gust-3'", "Retired", "{deprecationDate: '', retirementDate: ''}"))

    assert (reading.facts[0].shutdown_on, reading.facts[0].stated_status) == (None, StatedStatus.RETIRED)
    assert reading.unread == ()


def test_a_file_says_nothing_of_the_models_in_other_files() -> None:
    assert judge(read(FOUR), read(SMALL).facts, SOURCE.guards, read_on=DAY).verdict is Verdict.ADMIT


@pytest.mark.parametrize(
    "text",
    [
        "<!doctype html><title>Sign in</title>",
        "export const MODELS = defineModels([small, four] as const);",
        SMALL[: len(SMALL) // 2],
        model("Maths", "maths-7b", ""),
        '{"error": {"message": "Not found"}}',
    ],
)
def test_what_is_no_typed_source_of_a_model_is_refused_with_a_reason(text: str) -> None:
    reading = read(text)

    assert (reading.facts, bool(reading.problem)) == ((), True)
