"""The sentences that all channels share."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.core.alerts import Alert, AlertKind, Severity
from monitor.core.lifecycle import Status
from monitor.core.specs import ModelSpecs
from monitor.notify import moving, readings, wording
from monitor.notify.phrase import Link, plain
from tests.notify.samples import FIGURES, PAGE, TODAY, alert, evidence, notice, place, retired, suggestion


def unheard() -> Alert:
    nothing: dict[str, Any] = {
        "shutdown_on": None,
        "days_left": None,
        "deprecated_on": None,
        "suggestions": (),
        "evidence": None,
    }
    return alert(kind=AlertKind.BASELINE, status=Status.UNKNOWN, severity=Severity.UNKNOWN, **nothing)


class TestDates:
    def test_a_day_is_printed_with_its_month_in_words_and_its_distance(self) -> None:
        assert wording.day_away(date(2026, 3, 26), TODAY) == "26 March 2026 (in 90 days)"

    @pytest.mark.parametrize(
        ("days", "expected"),
        [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (2, "in 2 days"), (-30, "30 days ago")],
    )
    def test_near_days_have_names(self, days: int, expected: str) -> None:
        assert wording.away(days) == expected


class TestSubjects:
    def test_one_alert_is_the_subject(self) -> None:
        assert wording.subject(notice()) == "gpt-4-0314 stops answering in 90 days · ranker"

    def test_the_first_of_several_is_the_subject_and_the_others_are_counted(self) -> None:
        several = notice(retired(model_id="gpt-4-32k"), alert(), alert())

        assert wording.subject(several) == "gpt-4-32k retired today, and 2 more · ranker"

    def test_a_first_look_is_headed_by_how_many_are_in_trouble_and_its_subject_names_the_worst(self) -> None:
        first = notice(alert(), retired(model_id="gpt-4-32k"), baseline=True)

        assert wording.headline(first) == "2 of the models you pin are retired or about to be · ranker"
        assert wording.subject(first) == "gpt-4-32k retired today, and 1 more · ranker"
        for single in (wording.headline, wording.subject):
            assert single(notice(alert(), baseline=True)) == "gpt-4-0314 stops answering in 90 days · ranker"

    def test_a_first_look_does_not_call_retired_what_no_source_names(self) -> None:
        nobodys = unheard()

        assert wording.subject(notice(nobodys, baseline=True)) == "gpt-4-0314 is named by no source · ranker"
        heads = [wording.headline(notice(nobodys, other, baseline=True)) for other in (unheard(), retired())]
        assert heads == [
            "2 of the models you pin are named by no source · ranker",
            "2 of the models you pin are retired or about to be, or named by no source · ranker",
        ]
        assert "nobody would hear of its end" in wording.preview(notice(nobodys))

    def test_after_the_subject_the_next_most_urgent_are_named(self) -> None:
        many = [alert(model_id=f"model-{n}") for n in range(6)]

        assert wording.preview(notice(*many[:2])) == "model-1 stops answering in 90 days."
        assert wording.preview(notice(*many)) == (
            "model-1 stops answering in 90 days; model-2 stops answering in 90 days; "
            "model-3 stops answering in 90 days; and 2 more."
        )
        assert wording.preview(notice(retired())).startswith("OpenAI shuts it down today, 26 December 2025.")

    def test_a_first_look_tells_the_retired_ones_first_and_keeps_the_order_otherwise(self) -> None:
        first, second, gone = alert(model_id="b"), alert(model_id="a"), retired(model_id="c")

        assert wording.ordered(notice(first, second, gone, baseline=True)) == (gone, first, second)
        assert wording.ordered(notice(first, second, gone)) == (first, second, gone)

    def test_long_names_leave_room_for_the_news(self) -> None:
        long = notice(alert(model_id="a" * 300), project="p" * 300)

        assert " stops answering in 90 days · " in wording.subject(long)
        assert len(wording.subject(long)) <= 150


NEWS: list[tuple[dict[str, Any], str]] = [
    ({"kind": AlertKind.ANNOUNCED}, "stops answering in 90 days"),
    ({"kind": AlertKind.DATE_SET}, "stops answering in 90 days"),
    ({"kind": AlertKind.ANNOUNCED, "shutdown_on": None, "days_left": None}, "is deprecated, without a date"),
    ({"kind": AlertKind.DATE_MOVED, "before": date(2026, 2, 26)}, "stays 28 days longer, until 26 March 2026"),
    ({"kind": AlertKind.DATE_MOVED, "before": date(2026, 3, 27)}, "stops 1 day earlier, on 26 March 2026"),
    ({"kind": AlertKind.DATE_MOVED}, "stops answering in 90 days"),
    ({"kind": AlertKind.DATE_WITHDRAWN, "shutdown_on": None, "days_left": None}, "no longer has a shutdown date"),
    ({"kind": AlertKind.REMINDER, "redirects_to": "gpt-5"}, "is replaced by another model in 90 days"),
    ({"kind": AlertKind.REPLACEMENT_DIED}, "needs another replacement"),
    ({"kind": AlertKind.UNLISTED, "status": Status.ACTIVE, "shutdown_on": None}, "is gone from OpenAI's model list"),
    ({"kind": AlertKind.REINSTATED, "status": Status.ACTIVE, "shutdown_on": None}, "is no longer being retired"),
    ({"kind": AlertKind.REINSTATED}, "answers again, until 26 March 2026"),
    ({"kind": AlertKind.REINSTATED, "shutdown_on": None}, "answers again"),
    ({"severity": Severity.FLOOR, "status": Status.ACTIVE, "shutdown_on": None, "days_left": None},
     "may be retired any day"),
    ({"severity": Severity.OK, "status": Status.ACTIVE, "shutdown_on": None, "days_left": None}, "needs a look"),
    ({"status": Status.RETIRED, "shutdown_on": TODAY}, "retired today"),
    ({"status": Status.RETIRED, "shutdown_on": date(2025, 12, 23)}, "retired 3 days ago"),
    ({"status": Status.RETIRED, "shutdown_on": date(2025, 6, 6)}, "retired on 6 June 2025"),
    ({"status": Status.RETIRED, "shutdown_on": None, "days_left": None}, "is retired"),
]  # fmt: skip


class TestNews:
    @pytest.mark.parametrize(("changes", "expected"), NEWS)
    def test_every_kind_of_alert_has_its_words(self, changes: dict[str, Any], expected: str) -> None:
        assert wording.news(alert(**changes), TODAY) == expected

    @pytest.mark.parametrize(
        ("changes", "expected"),
        [
            ({}, "was to stop answering 2 days ago"),
            ({"redirects_to": "gpt-5"}, "was to be replaced by another model 2 days ago"),
            ({"kind": AlertKind.DATE_MOVED, "before": date(2026, 2, 26)}, "was to stop answering 2 days ago"),
            ({"kind": AlertKind.UNLISTED}, "is gone from OpenAI's model list"),
        ],
    )
    def test_of_a_day_that_passed_on_the_way_only_the_plan_is_known(
        self, changes: dict[str, Any], expected: str
    ) -> None:
        assert wording.news(alert(**changes), date(2026, 3, 28)) == expected

    @pytest.mark.parametrize("kind", AlertKind)
    @pytest.mark.parametrize("status", Status)
    @pytest.mark.parametrize("ends", [None, TODAY, date(2026, 3, 26), date(2025, 1, 1)])
    def test_no_kind_status_and_date_is_without_words(self, kind: AlertKind, status: Status, ends: date | None) -> None:
        left = (ends - TODAY).days if ends else None
        told = alert(kind=kind, status=status, shutdown_on=ends, days_left=left, before=date(2026, 1, 1))

        assert wording.news(told, TODAY)
        assert plain(wording.what_happens(told, TODAY)).endswith(".")

    def test_a_short_form_names_the_day_that_its_news_does_not(self) -> None:
        assert wording.dated(alert(), "stops answering in 90 days") == "stops answering in 90 days, on 26 March 2026"
        assert wording.dated(alert(), "retired on 26 March 2026") == "retired on 26 March 2026"


class TestWhatHappens:
    def test_requests_fail_from_the_day_on(self) -> None:
        assert plain(wording.what_happens(alert(), TODAY)) == (
            "OpenAI shuts it down on 26 March 2026 (in 90 days). Requests for it fail from then on."
        )

    def test_on_the_day_they_fail_from_now_on(self) -> None:
        assert plain(wording.what_happens(retired(), TODAY)) == (
            "OpenAI shuts it down today, 26 December 2025. Requests for it fail from now on."
        )

    def test_after_it_they_fail(self) -> None:
        gone = retired(shutdown_on=date(2025, 12, 1))

        assert plain(wording.what_happens(gone, TODAY)) == (
            "OpenAI shut it down on 1 December 2025 (25 days ago). Requests for it fail."
        )

    def test_what_was_ahead_when_it_was_queued_was_to_happen(self) -> None:
        assert plain(wording.what_happens(alert(), date(2026, 3, 28))) == (
            "OpenAI was to shut it down on 26 March 2026 (2 days ago). Requests for it fail from then on."
        )

    def test_a_redirect_is_no_failure_and_says_what_it_may_change(self) -> None:
        words = plain(wording.what_happens(alert(redirects_to="gpt-4.1"), TODAY))

        assert "answered from then on by gpt-4.1, which may behave and cost differently." in words
        assert "fail" not in words

    def test_a_model_that_left_the_list_unannounced_may_fail_already(self) -> None:
        gone = alert(kind=AlertKind.UNLISTED, status=Status.ACTIVE, shutdown_on=None, days_left=None)

        words = plain(wording.what_happens(gone, TODAY))

        assert "no retirement was announced. Requests for it may fail already." in words

    def test_what_a_models_maker_says_is_not_said_of_who_resells_it(self) -> None:
        resold = alert(provider="openrouter", upstream="openai")

        words = plain(wording.what_happens(resold, TODAY))

        assert words.startswith("OpenAI shuts it down on 26 March 2026")
        assert "fail" not in words
        assert "fail" not in words
        assert plain(moving.replacements(resold, TODAY)[0].title).endswith("OpenAI recommends it")

    def test_what_went_before_is_told(self) -> None:
        moved = alert(kind=AlertKind.DATE_MOVED, before=date(2026, 2, 26))

        assert wording.background(moved, TODAY) == (
            "The date you were told before was 26 February 2026. Deprecated since 26 September 2025."
        )
        assert "is retired or about to be itself" in wording.background(alert(kind=AlertKind.REPLACEMENT_DIED), TODAY)
        assert wording.background(alert(deprecated_on=date(2026, 1, 1)), TODAY) == "Deprecated from 1 January 2026."
        assert wording.background(alert(deprecated_on=None), TODAY) == ""

    def test_a_provider_is_named_as_people_write_it(self) -> None:
        assert wording.name_of("openai") == "OpenAI"
        assert wording.name_of("anthropic") == "Anthropic"


class TestPlaces:
    def test_a_place_is_reference_environment_and_location(self) -> None:
        assert plain(wording.place(place())) == "openai/gpt-4-0314 · prod · settings.toml:12"
        assert plain(wording.place(place(environment=None, location=None))) == "openai/gpt-4-0314"

    def test_many_places_are_counted(self) -> None:
        many = alert(places=tuple(place(location=f"file{i}.py:1") for i in range(5)))

        assert plain(wording.places(many)).endswith("file2.py:1 and 2 more places")


class TestProof:
    def test_the_source_is_linked_and_the_day_of_its_reading_told(self) -> None:
        proof = readings.proof(evidence(), TODAY)

        assert plain(proof) == "openai/deprecations, read on 26 December 2025"
        assert proof[0] == Link("openai/deprecations", PAGE)

    def test_a_stale_fact_says_since_when_it_was_not_read(self) -> None:
        words = plain(readings.proof(evidence(stale=True), TODAY))

        assert words == "openai/deprecations, not read since 26 December 2025: what it says now may differ"

    def test_a_fact_of_the_catalog_says_so_with_its_age_and_has_no_quote(self) -> None:
        bundled = evidence(quote="", catalog_as_of=date(2025, 11, 13))

        assert readings.quote(bundled) == ""
        assert plain(readings.proof(bundled, TODAY)) == (
            "From the bundled catalog of 13 November 2025, 43 days old. Not read yet: openai/deprecations."
        )
        assert plain(readings.origin(bundled)) == "openai/deprecations, from the bundled catalog"

    def test_an_address_that_is_not_to_be_trusted_is_no_link(self) -> None:
        assert readings.proof(evidence(url="http://docs.example.org"), TODAY)[0] == "openai/deprecations"


class TestMovingOn:
    def test_each_replacement_says_whose_word_it_is_what_it_costs_and_how_long_it_lasts(self) -> None:
        first, second = moving.replacements(alert(), TODAY)

        assert plain(first.title) == "gpt-5 — OpenAI recommends it"
        assert [plain(line) for line in first.lines] == [
            "Price per million tokens: input $30 → $1.25 (24× cheaper), output $60 → $10 (6× cheaper)",
            "Context: 8,192 → 400,000 tokens (49× larger)",
            "No end date stated",
        ]
        assert plain(second.title) == "gpt-4.1 — OpenAI recommends it"

    def test_an_end_that_figures_claim_does_not_stand_below_that_none_is_stated(self) -> None:
        (new,) = moving.replacements(alert(suggestions=(suggestion(caution="ends on 2027-01-14"),)), TODAY)

        assert [plain(line) for line in new.lines][-1] == "Mind: ends on 14 January 2027"
        assert not any("No end date" in plain(line) for line in new.lines)

    def test_our_own_suggestion_says_that_it_is_ours_and_why(self) -> None:
        ours = suggestion(provider="azure", origin="suggestion", why="same family, larger context")

        (replacement,) = moving.replacements(alert(suggestions=(ours,)), TODAY)

        assert plain(replacement.title) == "gpt-5 at Azure — our suggestion: same family, larger context"
        assert plain(moving.in_short(alert(suggestions=(ours,)))).endswith("(our suggestion).")

    def test_a_way_of_several_steps_is_shown(self) -> None:
        followed = suggestion(path=("gpt-4-0314", "gpt-4", "gpt-5"))

        (replacement,) = moving.replacements(alert(suggestions=(followed,)), TODAY)

        assert plain(replacement.lines[0]) == "The way there: gpt-4-0314 → gpt-4 → gpt-5"

    @pytest.mark.parametrize(
        ("until", "floor", "expected"),
        [
            (date(2026, 12, 11), False, "Good until 11 December 2026 (in 350 days)"),
            (date(2026, 8, 7), True, "Stays at least until 7 August 2026"),
            (date(2025, 8, 7), True, "May be retired any day: its earliest date, 7 August 2025, has passed"),
        ],
    )
    def test_its_own_end_is_told(self, until: date, floor: bool, expected: str) -> None:
        gone = floor and until <= TODAY
        ending = suggestion(good_until=until, good_until_is_floor=floor, may_go=gone, specs=None, caution="no images")

        (replacement,) = moving.replacements(alert(suggestions=(ending,)), TODAY)

        assert [plain(line) for line in replacement.lines] == [expected, "Mind: no images"]

    def test_in_short_all_models_are_named_and_the_first_ones_figures(self) -> None:
        assert plain(moving.in_short(alert())) == (
            "Move to gpt-5 (input 24× cheaper, output 6× cheaper, context 49× larger) or gpt-4.1."
        )

    def test_in_short_a_model_that_may_itself_go_any_day_says_so(self) -> None:
        shaky = suggestion(good_until=date(2025, 8, 7), good_until_is_floor=True, may_go=True)

        assert "may itself be retired any day" in plain(moving.in_short(alert(suggestions=(shaky,))))

    def test_where_nothing_is_known_that_is_said(self) -> None:
        assert moving.none_known(alert(replacement_text=None)) == "OpenAI names no replacement."
        assert moving.none_known(alert(at_risk=("gpt-5: retired",))) == "No living replacement is known."
        assert moving.none_known(alert()) == ""

    @pytest.mark.parametrize(
        ("line", "told"),
        [
            ("ends on 2026-10-01; since 2026-01-02", "ends on 1 October 2026; since 2 January 2026"),
            ("shutdown date moved: 2026-10-01 → 2026-11-01", "shutdown date moved: 1 October 2026 → 1 November 2026"),
            ("the date is that of version 2024-05-13", "the date is that of version 2024-05-13"),
            (
                "version: 2024-05-13 ends on 2026-10-01, 2024-08-06 ends",
                "version: 2024-05-13 ends on 1 October 2026, 2024-08-06 ends",
            ),
            (
                "is gpt-5 on 2024-08-06-ev3, and was gpt-5-2025-08-07",
                "is gpt-5 on 2024-08-06-ev3, and was gpt-5-2025-08-07",
            ),
            ("misprinted, on 2026-13-41", "misprinted, on 2026-13-41"),
        ],
    )
    def test_days_in_our_own_lines_are_written_as_all_others_and_versions_stay(self, line: str, told: str) -> None:
        assert wording.our_prose(line) == told

    def test_what_speaks_against_all_of_several_is_said_once(self) -> None:
        several = [suggestion(model_id=f"next-{n}", caution=f"no page names it; only {n} of it") for n in (1, 2)]

        told = plain(moving.in_short(alert(suggestions=tuple(several))))

        assert told.count("no page names it") == 1
        assert told.endswith("Of each of them: no page names it.")
        assert "only 1 of it" in told
        assert "only 2 of it" in told

    def test_what_requests_must_leave_out_stands_in_the_short_forms(self) -> None:
        new = suggestion(provider="anthropic", model_id="claude-opus-4-8", path=("claude-opus-4-1", "claude-opus-4-8"))

        for told in (moving.in_short(alert(suggestions=(new,))), moving.terse(new)):
            assert "leave out temperature, top_p, top_k or requests fail" in plain(told)

    def test_a_recommended_model_that_goes_too_is_named_with_the_reason(self) -> None:
        line = moving.at_risk("gpt-5: its only known snapshot gpt-5-2025-08-07 ends on 2026-12-11")

        assert plain(line) == "gpt-5: its only known snapshot gpt-5-2025-08-07 ends on 11 December 2026"
        assert plain(moving.at_risk("no id here: only words")) == "no id here: only words"

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("gpt-5 or gpt-4.1*", ""),
            ("`gpt-5`, `gpt-4.1`", ""),
            (None, ""),
            ("gpt-5 with low reasoning effort", "OpenAI says: “gpt-5 with low reasoning effort”"),
            ("the Responses endpoint", "OpenAI says: “the Responses endpoint”"),
        ],
    )
    def test_the_providers_own_words_are_quoted_where_they_say_more_than_ids(
        self, text: str | None, expected: str
    ) -> None:
        assert moving.own_words(alert(replacement_text=text)) == expected

    def test_who_says_what_models_cost_is_named_once(self) -> None:
        dated = replace(alert(), specs=ModelSpecs(1, 1, 1, "a price list", "2025-11-01"))

        assert moving.figures_from([alert(), alert()]) == f"Prices and context windows: {FIGURES}"
        assert moving.figures_from([dated]) == f"Prices and context windows: {FIGURES}; a price list, 2025-11-01"
        assert moving.figures_from([alert(suggestions=())]) == ""


def test_a_line_of_words_becomes_a_sentence() -> None:
    assert wording.sentence("the date is that of eu-west-1") == "The date is that of eu-west-1."
    assert wording.sentence("gpt-5 is a model") == "gpt-5 is a model."
    assert wording.sentence("") == ""
