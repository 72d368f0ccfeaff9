"""Sentences that state a lifecycle, and sentences that only look as if they did."""

from __future__ import annotations

import re
from datetime import date

import pytest

from monitor.core.dates import DateBound, NoDate, Qualifier
from monitor.core.facts import StatedStatus
from monitor.sources.document import Section, Text
from monitor.sources.prose.sentences import Ids, Sentence, sentences
from monitor.sources.prose.statements import Effect, Said, announced, is_about, is_dated, said, says_retired, statement
from monitor.sources.prose.successors import advice, pointing, redirect

FAMILY = re.compile("claude-|gpt-")
IDS = Ids(FAMILY, re.compile(r"gpt-[\w.-]*\w"))
JULY_1 = date(2026, 7, 1)


@pytest.mark.parametrize(
    "sentence",
    [
        "These models were retired July 21, 2025.",
        "**These models were retired on July 21, 2025 at 9AM PT.**",
        "This model was retired January 5, 2026.",
        "Access to these models was shut down on March 26, 2026.",
        "The following older models have been discontinued.",
        "All is well. The model has been shut off.",
    ],
)
def test_a_sentence_that_the_models_above_are_gone_is_understood(sentence: str) -> None:
    assert says_retired(Section(blocks=(Text("Before."), Text(sentence))))


@pytest.mark.parametrize(
    "sentence",
    [
        "Access to these models will be shut down on the dates below.",
        "The Realtime API Beta was deprecated and removed from the API on May 12, 2026.",
        "The three original versions will be retired in June 2024 at the earliest.",
        "Retired: The model is no longer available for use.",
        "The endpoint was removed. These models remain.",
        "These models were announced in 2023 and will be retired later.",
        "Inference will be disabled only when the underlying base model is deprecated.",
    ],
)
def test_a_sentence_about_the_future_or_something_else_retires_nothing(sentence: str) -> None:
    assert not says_retired(Section(blocks=(Text(sentence),)))


def test_a_note_that_a_model_is_deprecated_is_understood_with_its_replacement() -> None:
    note = Text(
        "[Old One](https://example.org/1.0) (`claude-old-1`) is deprecated. To migrate to [New](https://example.org) "
        "(`claude-new-2`), see the [guide](https://example.org/guide)."
    )
    stated = statement(note, FAMILY)

    assert stated is not None
    assert (stated.model_ids, stated.status, stated.shutdown) == (("claude-old-1",), StatedStatus.DEPRECATED, None)
    assert stated.replacements == ("claude-new-2",)
    assert stated.quote == note.text


@pytest.mark.parametrize(
    ("sentence", "model_ids", "status", "day"),
    [
        ("X (`gpt-9`) will be retired on July 21, 2026.", ("gpt-9",), None, date(2026, 7, 21)),
        ("`gpt-9` is scheduled to be shut down on 2026-07-21.", ("gpt-9",), None, date(2026, 7, 21)),
        ("`gpt-9` was retired July 21, 2026; use `gpt-10`.", ("gpt-9",), StatedStatus.RETIRED, date(2026, 7, 21)),
        ("`gpt-9` has been discontinued.", ("gpt-9",), StatedStatus.RETIRED, None),
        ("`gpt-9` will be retired soon.", ("gpt-9",), StatedStatus.DEPRECATED, None),
        ("The models `gpt-8` and `gpt-9` are deprecated.", ("gpt-8", "gpt-9"), StatedStatus.DEPRECATED, None),
    ],
)
def test_a_statement_about_named_models_is_understood(
    sentence: str, model_ids: tuple[str, ...], status: StatedStatus | None, day: date | None
) -> None:
    stated = statement(Text(sentence), FAMILY)

    assert stated is not None
    assert (stated.model_ids, stated.status) == (model_ids, status)
    assert (stated.shutdown.firm_day if stated.shutdown else None) == day


@pytest.mark.parametrize(
    "sentence",
    [
        "The SDK removes `temperature`, so passing it raises a `TypeError`; the parameter is deprecated.",
        "`temperature` is deprecated.",
        "`gpt-9` is fast. Old models are deprecated.",
        "Migrate to `gpt-9` before the shutdown.",
        "GPT 9 is deprecated.",
        "We will tell you when `gpt-9` changes.",
    ],
)
def test_nothing_is_stated_of_a_model_that_the_sentence_is_not_about(sentence: str) -> None:
    assert statement(Text(sentence), FAMILY) is None


def test_a_paragraph_that_names_a_model_and_an_end_can_be_told_from_others() -> None:
    assert is_about(Text("Plan for the shutdown of `gpt-9`."), FAMILY)
    assert not is_about(Text("Plan for the shutdown of `temperature`."), FAMILY)
    assert not is_about(Text("`gpt-9` is fast."), FAMILY)


def one(text: str, ids: Ids = IDS) -> Sentence:
    (sentence,) = sentences(Text(text), ids)
    return sentence


def understood(text: str) -> Said:
    stated = said(one(text))
    assert stated is not None
    return stated


def day(stated: Said) -> date | None:
    return stated.when.day if isinstance(stated.when, DateBound) else None


@pytest.mark.parametrize(
    "sentence",
    [
        "`gpt-8` will be retired on July 1, 2026.",
        "The `gpt-8` model slug is retired from the API, effective July 1, 2026.",
        "Effective July 1, 2026 at 12:00 PM PT, `gpt-8` will be shut down.",
        "The legacy name `gpt-8` will be discontinued in three months (2026-07-01).",
        "`gpt-8` was officially discontinued on **July 1, 2026** and is no longer maintained.",
        "As of July 1, 2026, `gpt-8` is no longer available.",
        "`gpt-8` will no longer be served after July 1, 2026.",
        "Requests to `gpt-8` will no longer work after July 1, 2026.",
        "Access to the `gpt-8` model will be discontinued after July 1, 2026.",
        "`gpt-8` will continue to be supported until July 1, 2026.",
        "On July 1, 2026, we will sunset `gpt-8`.",
        "We are retiring `gpt-8` on July 1, 2026 in favor of `gpt-9`.",
        "gpt-8 will be fully retired and inaccessible after Jul 1st, 2026, 15:59 (UTC Time).",
        "`gpt-9` was released on May 1, 2026, and `gpt-8` will be retired on July 1, 2026.",
    ],
)
def test_an_end_is_told_with_its_day_in_many_words(sentence: str) -> None:
    stated = understood(sentence)

    assert (stated.effect, stated.models, day(stated)) == (Effect.END, ("gpt-8",), JULY_1)


@pytest.mark.parametrize(
    ("sentence", "status"),
    [
        ("`gpt-8` will be retired on July 1, 2026.", None),
        ("`gpt-8` was retired on July 1, 2026.", StatedStatus.RETIRED),
        ("Effective July 1, 2026, `gpt-8` is retired.", StatedStatus.RETIRED),
        ("`gpt-8` will be retired.", StatedStatus.DEPRECATED),
        ("`gpt-8` is deprecated.", StatedStatus.DEPRECATED),
        ("The legacy name `gpt-8` will be retired on July 1, 2026.", StatedStatus.LEGACY),
    ],
)
def test_the_tense_tells_what_has_happened_from_what_is_announced(sentence: str, status: StatedStatus | None) -> None:
    assert understood(sentence).status(JULY_1) is status


def test_what_is_retired_as_of_a_day_ahead_is_not_retired_yet() -> None:
    assert understood("Effective July 1, 2026, `gpt-8` is retired.").status(date(2026, 6, 30)) is None


def test_a_deprecation_has_a_day_of_its_own_and_is_no_end() -> None:
    stated = understood("`gpt-8` was deprecated on July 1, 2026.")

    assert (stated.effect, stated.deprecated_on) == (Effect.DEPRECATION, JULY_1)


def test_a_deprecation_and_an_end_in_one_sentence_are_two_days() -> None:
    stated = understood("`gpt-8` was deprecated on May 1, 2026 and will be shut down on July 1, 2026.")

    assert (stated.effect, stated.deprecated_on, day(stated)) == (Effect.END, date(2026, 5, 1), JULY_1)
    assert stated.status(JULY_1) is StatedStatus.DEPRECATED


def test_a_floor_stays_a_floor() -> None:
    stated = understood("`gpt-8` will be retired no sooner than July 1, 2026.")

    assert isinstance(stated.when, DateBound)
    assert stated.when.qualifier is Qualifier.FLOOR


@pytest.mark.parametrize(
    "sentence",
    [
        "Since July 1, 2026 `gpt-9` has been the default; `gpt-8` is retired.",
        "`gpt-8` is retired, and `gpt-9` came on July 1, 2026.",
    ],
)
def test_the_day_of_something_else_is_not_the_day_of_the_end(sentence: str) -> None:
    stated = understood(sentence)

    assert (stated.models, stated.when) == (("gpt-8",), NoDate("July 1, 2026"))


@pytest.mark.parametrize(
    "sentence",
    [
        "Fine-tuning for `gpt-8` is being retired on July 1, 2026.",
        "All fine-tuning options for models including `gpt-7` and `gpt-8` are being retired.",
        "The usage of an endpoint with `gpt-8` will be retired on July 1, 2026.",
        "Streaming for `gpt-8` was discontinued on July 1, 2026.",
        "The price of `gpt-8` will be removed on July 1, 2026.",
        "`gpt-8` is no longer available to newly registered users.",
        "`gpt-8` is not affected by this change.",
        "`gpt-8` remains available.",
    ],
)
def test_what_belongs_to_a_model_is_no_model_and_a_survivor_does_not_end(sentence: str) -> None:
    assert understood(sentence) == Said(Effect.OTHER)
    assert said(one("The `gpt-8` endpoint will be retired on July 1, 2026.")) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "`gpt-8` may be retired on July 1, 2026.",
        "`gpt-8` will not be retired before July 1, 2026.",
        "If `gpt-8` is retired on July 1, 2026, you will be told.",
        "`gpt-8`, which came on May 1, 2025, will be retired on July 1, 2026.",
        "The two names `gpt-7` and `gpt-8` will go away on July 1, 2026.",
    ],
)
def test_a_sentence_in_other_words_states_nothing_and_somebody_should_see_it(sentence: str) -> None:
    assert said(one(sentence)) is None
    assert is_dated(one(sentence))


@pytest.mark.parametrize(
    "sentence",
    ["`gpt-8` is fast.", "All models end some day.", "You will be billed at `gpt-8` rates after July 1, 2026."],
)
def test_other_sentences_are_nothing_to_see(sentence: str) -> None:
    assert not is_dated(one(sentence))


def test_that_new_customers_are_shut_out_first_leaves_the_day_for_all() -> None:
    stated = understood(
        "`gpt-8` is no longer available to newly registered users (full platform sunset on July 1, 2026)."
    )

    assert (stated.models, day(stated), stated.status(date(2026, 6, 1))) == (("gpt-8",), JULY_1, None)


def test_a_series_is_told_from_the_models_beside_it() -> None:
    stated = understood("`gpt-7.5` and the `gpt-8` series were discontinued on July 1, 2026.")

    assert (stated.models, stated.families) == (("gpt-7.5",), ("gpt-8",))
    assert understood("The `gpt-8` series models were discontinued.").families == ("gpt-8",)


def test_a_fine_tune_is_not_its_base_model() -> None:
    assert understood("On July 1, 2026, we will sunset all models fine-tuned with gpt-8.").fine_tuned
    assert understood("Models fine-tuned with `gpt-8` will be supported until July 1, 2026.").fine_tuned


@pytest.mark.parametrize(
    ("sentence", "effect"),
    [
        ("Effective July 1, 2026, the following models will be retired:", Effect.END),
        ("Effective July 1, 2026, the following older preview models are no longer available.", Effect.END),
        ("Effective July 1, 2026, the following deprecations will roll out.", Effect.DEPRECATION),
        (
            "Effective July 1, 2026, we are deprecating the following models, features, and endpoints:",
            Effect.DEPRECATION,
        ),
    ],
)
def test_a_sentence_can_speak_of_the_list_below_it(sentence: str, effect: Effect) -> None:
    stated = understood(sentence)

    assert (stated.listed, stated.effect, day(stated)) == (True, effect, JULY_1)


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("In line with our aims, on July 1, 2026, we emailed users to announce the deprecation of `gpt-8`.", JULY_1),
        ("On July 1, 2026, with a partner, we released `gpt-9`, and notified users that `gpt-8` goes.", JULY_1),
        ("Its 60-day notice period began on July 1, 2026.", JULY_1),
        ("In July 2026, we emailed all users.", None),
        ("We are announcing the deprecation of `gpt-8`.", None),
    ],
)
def test_an_announcement_has_a_day_where_the_sentence_gives_one(sentence: str, expected: date | None) -> None:
    told = announced(one(sentence))

    assert told is not None
    assert told.day == expected
    assert announced(one("On July 1, 2026, `gpt-8` ends.")) is None


@pytest.mark.parametrize(
    ("sentence", "model_ids", "text"),
    [
        ("Please use the latest model [gpt-9](/docs/gpt-9) for continued support.", ("gpt-9",), None),
        ("We recommend upgrading to the [gpt-9 model](/docs/gpt-9).", ("gpt-9",), None),
        ("We recommend migrating to `gpt-9` or `gpt-10`.", ("gpt-9", "gpt-10"), None),
        ("We are deprecating `gpt-8` in favor of `gpt-9`.", ("gpt-9",), None),
        ("Use `gpt-9` instead.", ("gpt-9",), None),
        ("Use `gpt-9` or `gpt-10`.", ("gpt-9", "gpt-10"), None),
        ("We recommend migrating to `gpt-9` with `low` effort.", ("gpt-9",), "gpt-9 with low effort"),
        ("We recommend you use `gpt-9` (the best of all) instead.", ("gpt-9",), "gpt-9 (the best of all)"),
        ("All fine-tunes are now powered by the gpt-9 model.", ("gpt-9",), None),
    ],
)
def test_a_recommendation_is_understood_with_its_condition(
    sentence: str, model_ids: tuple[str, ...], text: str | None
) -> None:
    advised = advice(one(sentence))

    assert advised is not None
    assert (advised.replacements.model_ids, advised.replacements.text) == (model_ids, text)


def test_a_recommendation_can_be_for_some_models_only() -> None:
    using = advice(one("If you are using `gpt-7` or `gpt-8`, we recommend migrating to `gpt-9`."))
    kind = advice(one("For chat model replacements, we recommend you use `gpt-9` instead."))

    assert using is not None
    assert kind is not None
    assert (using.models, kind.kind) == (("gpt-7", "gpt-8"), "chat")


@pytest.mark.parametrize(
    "sentence", ["Please switch to a newer model soon.", "`gpt-8` was upgraded.", "`gpt-9` is new."]
)
def test_what_names_no_model_to_use_recommends_nothing(sentence: str) -> None:
    assert advice(one(sentence)) is None


@pytest.mark.parametrize(
    ("sentence", "models"),
    [
        ("Requests to `gpt-8` on `/v1/x` are served by **`gpt-9` with `low` effort**.", ("gpt-8",)),
        ("After May 15, requests to the retired slugs above will automatically redirect to `gpt-9`.", ()),
        ("`gpt-8` will be redirected to `gpt-9`.", ("gpt-8",)),
        ("Requests to these slugs are routed to `gpt-9`.", ()),
    ],
)
def test_a_redirect_is_understood(sentence: str, models: tuple[str, ...]) -> None:
    assert redirect(one(sentence)) == (models, "gpt-9")


def test_a_redirect_of_some_of_the_models_is_not_one_of_all() -> None:
    assert redirect(one("Requests to any fast model above will be served by `gpt-9`.")) is None


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("Both `gpt-7` and `gpt-8` have been upgraded to GPT-V3.2.", (("gpt-7", "gpt-8"), "GPT-V3.2")),
        ("These two model names point to the fast and slow mode of `gpt-9`, respectively.", ((), "gpt-9")),
        ("`gpt-8` has been upgraded.", None),
    ],
)
def test_names_that_are_pointed_elsewhere_are_understood(sentence: str, expected: object) -> None:
    assert pointing(one(sentence)) == expected


def test_code_that_is_no_id_of_the_family_names_no_model() -> None:
    assert one("`low` and `gpt-8` differ.").named(one("`low` and `gpt-8` differ.").text) == ("gpt-8",)
    assert said(one("`max_tokens` was retired on July 1, 2026.", Ids())) is None


def test_an_abbreviated_month_ends_no_sentence() -> None:
    assert len(sentences(Text("It ends on Sept. 15, 2026. Use another."), IDS)) == 2
