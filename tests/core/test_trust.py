"""Which readings are believed: the rules, their edges, and what must never happen whatever the numbers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts import Fact, Reading
from monitor.core.trust import Guards, Judgement, Verdict, fingerprint, judge, may_be_admitted
from tests.core.build import fact

TODAY = date(2026, 8, 22)
NOON = datetime(2026, 8, 22, 12, tzinfo=UTC)
GUARDS = Guards(headings=("Shutdown date",), min_facts=3)
HEADINGS = ("Deprecations", "Shutdown date (UTC)", "Recommended replacement")


def rows(count: int, **stated: object) -> tuple[Fact, ...]:
    """So many models with a shutdown date, all of them different."""
    dated: dict[str, object] = {"shutdown_on": "2026-10-23", **stated}
    return tuple(fact(f"model-{n:03}", **dated) for n in range(count))


def verdict(facts: Sequence[Fact], known: Sequence[Fact] = (), **read: object) -> Judgement:
    reading = replace(Reading(facts=tuple(facts), headings=HEADINGS), **read)  # type: ignore[arg-type]
    return judge(reading, tuple(known), GUARDS, read_on=TODAY)


class TestAdmitted:
    def test_the_first_document_is_the_baseline_and_surprises_nobody(self) -> None:
        assert verdict(rows(140)) == Judgement(Verdict.ADMIT)

    def test_a_document_that_says_the_same_is_admitted(self) -> None:
        assert verdict(rows(140), rows(140)) == Judgement(Verdict.ADMIT)

    def test_new_rows_are_no_reason_for_doubt(self) -> None:
        assert verdict(rows(140), rows(20)) == Judgement(Verdict.ADMIT)

    def test_a_post_that_ends_no_model_is_admitted_where_others_did(self) -> None:
        """A changelog is read post by post: what one of them does not say is not taken back."""
        post = Reading(headings=HEADINGS, whole=False)
        nothing_asked = replace(GUARDS, min_facts=0)
        assert judge(post, rows(8), nothing_asked, read_on=TODAY) == Judgement(Verdict.ADMIT)
        assert judge(post, rows(8), GUARDS, read_on=TODAY).verdict is Verdict.REJECT
        assert judge(replace(post, whole=True), rows(8), nothing_asked, read_on=TODAY).verdict is Verdict.REJECT

    def test_rewritten_replacements_and_quotes_are_no_reason_for_doubt(self) -> None:
        known = rows(40, replacements=("gpt-5",))
        assert verdict(rows(40, replacements=("gpt-5.6",), quote="| other |"), known).verdict is Verdict.ADMIT

    def test_ids_in_another_case_are_the_same_rows(self) -> None:
        known = rows(10)
        assert verdict([replace(f, model_id=f.model_id.upper()) for f in known], known).verdict is Verdict.ADMIT

    def test_a_few_dates_may_move(self) -> None:
        known = rows(8)
        moved = [replace(f, shutdown_on=date(2027, 1, 1)) for f in known[:2]]
        assert verdict([*moved, *known[2:]], known).verdict is Verdict.ADMIT

    def test_a_date_may_become_firm_where_there_was_a_floor(self) -> None:
        known = rows(40, shutdown_on=None, earliest_shutdown_on="2026-12-01")
        firm = replace(known[0], earliest_shutdown_on=None, shutdown_on=date(2026, 12, 1))
        assert verdict([firm, *known[1:]], known).verdict is Verdict.ADMIT

    def test_floors_that_have_come_may_turn_into_shutdowns_all_at_once(self) -> None:
        known = rows(40, shutdown_on=None, earliest_shutdown_on=TODAY.isoformat())
        assert verdict(rows(40, shutdown_on=TODAY.isoformat()), known).verdict is Verdict.ADMIT

    def test_a_date_may_be_withdrawn_in_words(self) -> None:
        known = rows(7)
        withdrawn = rows(7, shutdown_on=None, words="No shutdown date announced")
        assert verdict(withdrawn, known).verdict is Verdict.ADMIT

    def test_a_person_may_blank_two_dates(self) -> None:
        known = rows(3)
        blank = [replace(f, shutdown_on=None) for f in known[:2]]
        assert verdict([*blank, known[2]], known).verdict is Verdict.ADMIT


class TestRejected:
    @pytest.mark.parametrize(
        ("read", "reason"),
        [
            ({"facts": (), "problem": "the answer is empty"}, "the answer is empty"),
            ({"headings": ()}, 'the heading "Shutdown date" is missing'),
            ({"headings": ("Sign in",)}, 'the heading "Shutdown date" is missing'),
            ({"facts": ()}, "it has no rows, and 140 were known"),
            ({"facts": rows(2)}, "it has 2 rows, and fewer than 3 are never believed"),
            ({"facts": rows(1)}, "it has 1 row, and fewer than 3 are never believed"),
            ({"unread": ("a",) * 6}, "6 cells could not be understood, more than 5"),
            ({"facts": rows(59)}, "81 of 140 known rows are missing"),
        ],
    )  # fmt: skip
    def test_a_malformed_document_is_rejected_with_the_reason(self, read: dict[str, object], reason: str) -> None:
        assert verdict(**{"facts": rows(140), "known": rows(140), **read}) == Judgement(Verdict.REJECT, reason)  # type: ignore[arg-type]

    def test_a_first_document_without_rows_is_rejected(self) -> None:
        assert verdict(()).verdict is Verdict.REJECT

    def test_headings_are_looked_for_without_regard_to_case(self) -> None:
        assert verdict(rows(3), headings=("SHUTDOWN DATE",)).verdict is Verdict.ADMIT

    def test_as_many_cells_as_the_guard_allows_may_be_unread(self) -> None:
        assert verdict(rows(3), unread=("a",) * 5).verdict is Verdict.ADMIT

    def test_other_rows_do_not_make_up_for_missing_ones(self) -> None:
        renamed = [replace(f, model_id=f"navigation {n}") for n, f in enumerate(rows(140))]
        assert verdict(renamed, rows(140)) == Judgement(Verdict.REJECT, "140 of 140 known rows are missing")

    def test_six_of_ten_rows_are_enough_and_less_are_not(self) -> None:
        assert verdict(rows(6), rows(10)).verdict is Verdict.QUARANTINE
        assert verdict(rows(59), rows(100)).verdict is Verdict.REJECT

    def test_the_same_model_in_another_scope_is_another_row(self) -> None:
        known = [fact("gpt-4", version=v) for v in ("0314", "0613", "1106")]
        moved = [fact("gpt-4", version=v) for v in ("0314", "a", "b")]
        assert verdict(moved, known) == Judgement(Verdict.REJECT, "2 of 3 known rows are missing")

    @pytest.mark.parametrize("bound", ["shutdown_on", "earliest_shutdown_on"])
    @pytest.mark.parametrize(
        ("words", "unread"),
        [
            (None, 'row 7, model-000: "shutdown_date" is "26 mars"'),
            ("26 mars 2026", "table 2, column Shutdown date: 26 mars 2026"),
        ],
    )
    def test_a_known_date_that_can_no_longer_be_read_is_not_lost(
        self, bound: str, words: str | None, unread: str
    ) -> None:
        known = rows(100, **{"shutdown_on": None, bound: "2026-10-23"})
        reading = [replace(known[0], shutdown_on=None, earliest_shutdown_on=None, words=words), *known[1:]]
        judged = verdict(reading, known, unread=(unread,))
        assert judged == Judgement(Verdict.REJECT, "the shutdown date of model-000 was known and can no longer be read")

    def test_a_new_row_with_a_date_that_cannot_be_read_spoils_nothing(self) -> None:
        fresh = fact("new-model", words="26 mars 2026")
        assert verdict([*rows(9), fresh], rows(9), unread=("new-model: 26 mars 2026",)).verdict is Verdict.ADMIT

    def test_a_column_that_went_blank_is_a_lost_column_and_no_wave_of_withdrawals(self) -> None:
        known = rows(12)
        assert verdict(rows(12, shutdown_on=None), known) == Judgement(
            Verdict.REJECT, "12 of 12 known shutdown dates are blank"
        )
        half = [replace(f, shutdown_on=None) for f in known[:4]]
        assert verdict([*half, *known[4:]], known).verdict is Verdict.REJECT
        few = [replace(f, shutdown_on=None) for f in known[:3]]
        assert verdict([*few, *known[3:]], known).verdict is Verdict.ADMIT

    def test_words_that_could_not_be_read_are_recognised_when_they_are_escaped(self) -> None:
        garbled = "2026\x80\x9110-23"
        known = rows(100)
        reading = [replace(known[0], shutdown_on=None, words=garbled), *known[1:]]
        assert verdict(reading, known, unread=(f"table 2: {garbled!r} is no date",)).verdict is Verdict.REJECT

    def test_dates_in_the_wrong_columns_are_rejected_even_in_the_first_document(self) -> None:
        shifted = rows(12, released_on="2027-01-01")
        assert verdict(shifted) == Judgement(Verdict.REJECT, "12 of 12 rows end before they begin")
        assert verdict(rows(12, deprecated_on="2027-01-01")).verdict is Verdict.REJECT

    def test_a_few_misprinted_dates_are_no_shifted_column(self) -> None:
        assert verdict([*rows(12, deprecated_on="2027-01-01")[:2], *rows(12)[2:]]).verdict is Verdict.ADMIT
        assert verdict([*rows(12, deprecated_on="2027-01-01")[:3], *rows(12)[3:]]).verdict is Verdict.ADMIT
        assert verdict([*rows(12, deprecated_on="2027-01-01")[:4], *rows(12)[4:]]).verdict is Verdict.REJECT

    def test_a_model_may_end_on_the_day_it_is_announced(self) -> None:
        assert verdict(rows(12, deprecated_on="2026-10-23")).verdict is Verdict.ADMIT


class TestQuarantined:
    def test_more_than_a_fifth_of_the_known_rows_missing_is_a_surprise(self) -> None:
        assert verdict(rows(8), rows(10)).verdict is Verdict.ADMIT
        assert verdict(rows(7), rows(10)) == Judgement(Verdict.QUARANTINE, "3 of 10 known rows are missing")

    def test_of_few_rows_one_may_go_without_surprise(self) -> None:
        assert verdict(rows(5), rows(7)).verdict is Verdict.ADMIT

    def test_more_than_a_quarter_of_the_known_dates_changed_is_a_surprise(self) -> None:
        known = rows(40)
        moved = [replace(f, shutdown_on=date(2027, 1, 1)) for f in known[:11]]
        assert verdict([*moved, *known[11:]], known) == Judgement(
            Verdict.QUARANTINE, "11 of 40 known shutdown dates change at once"
        )
        assert verdict([*moved[:10], *known[10:]], known).verdict is Verdict.ADMIT

    def test_of_few_dates_all_may_change_without_surprise(self) -> None:
        assert verdict(rows(7, shutdown_on="2027-01-01"), rows(7)).verdict is Verdict.ADMIT
        assert verdict(rows(8, shutdown_on="2027-01-01"), rows(8)).verdict is Verdict.QUARANTINE

    def test_rows_without_a_known_date_do_not_dilute_the_share(self) -> None:
        undated = tuple(fact(f"listed-{n}") for n in range(300))
        changed = rows(8, shutdown_on="2027-01-01")
        assert verdict([*changed, *undated], [*rows(8), *undated]).verdict is Verdict.QUARANTINE

    def test_bounds_that_all_turn_firm_before_their_day_are_a_surprise(self) -> None:
        known = rows(12, shutdown_on=None, earliest_shutdown_on="2026-12-01")
        assert verdict(rows(12, shutdown_on="2026-12-01"), known) == Judgement(
            Verdict.QUARANTINE, "12 of 12 known shutdown dates change at once"
        )

    def test_passed_floors_that_all_move_to_another_day_are_a_surprise(self) -> None:
        known = rows(12, shutdown_on=None, earliest_shutdown_on="2026-08-01")
        assert verdict(rows(12, shutdown_on="2026-08-20"), known).verdict is Verdict.QUARANTINE

    def test_a_wave_of_withdrawals_in_words_is_a_surprise(self) -> None:
        withdrawn = rows(12, shutdown_on=None, words="No shutdown date announced")
        assert verdict(withdrawn, rows(12)).verdict is Verdict.QUARANTINE

    @pytest.mark.parametrize(
        ("field", "name"),
        [("deprecated_on", "deprecation"), ("legacy_on", "legacy"), ("extended_access_on", "extended access")],
    )
    def test_every_kind_of_date_is_looked_at_by_itself(self, field: str, name: str) -> None:
        known, moved = rows(20, **{field: "2026-01-01"}), rows(20, **{field: "2026-02-02"})
        assert verdict(moved, known) == Judgement(Verdict.QUARANTINE, f"20 of 20 known {name} dates change at once")

    @pytest.mark.parametrize(
        "poorer",
        [
            {"shutdown_on": None},
            {"replacements": ()},
        ],
    )
    def test_no_loss_is_believed_at_once_while_something_could_not_be_read(self, poorer: dict[str, object]) -> None:
        known = rows(20, replacements=("gpt-5",))
        now = [replace(known[0], **poorer), *known[1:]]  # type: ignore[arg-type]
        assert verdict(now, known).verdict is Verdict.ADMIT
        assert verdict(now, known, unread=("a row is cut off",)) == Judgement(
            Verdict.QUARANTINE, "1 of 20 known rows are missing or say less, and 1 cell could not be understood"
        )
        assert verdict(known[1:], known, unread=("a row is cut off", "a cell")) == Judgement(
            Verdict.QUARANTINE, "1 of 20 known rows are missing or say less, and 2 cells could not be understood"
        )

    def test_replacements_in_words_are_not_less_than_ids(self) -> None:
        known = rows(20, replacements=("gpt-5",))
        now = [replace(known[0], replacements=(), replacement_text="any newer model"), *known[1:]]
        assert verdict(now, known, unread=("a cell",)).verdict is Verdict.ADMIT

    def test_an_older_announcement_does_not_take_the_place_of_the_newest_at_once(self) -> None:
        known = rows(20, deprecated_on="2025-09-26", shutdown_on="2026-03-26")
        older = {"deprecated_on": date(2023, 6, 13), "shutdown_on": None, "earliest_shutdown_on": date(2024, 6, 13)}
        assert verdict([replace(known[0], **older), *known[1:]], known) == Judgement(  # type: ignore[arg-type]
            Verdict.QUARANTINE, "1 model of 20 fell back to an older announcement"
        )

    def test_a_date_that_moves_without_a_new_announcement_is_no_older_announcement(self) -> None:
        known = rows(20, deprecated_on="2025-09-26")
        now = [replace(known[0], shutdown_on=date(2026, 11, 1)), *known[1:]]
        assert verdict(now, known).verdict is Verdict.ADMIT

    def test_a_withdrawal_in_words_is_no_loss_while_something_else_could_not_be_read(self) -> None:
        known = rows(20)
        now = [replace(known[0], shutdown_on=None, words="No shutdown date announced"), *known[1:]]
        assert verdict(now, known, unread=("a cell",)).verdict is Verdict.ADMIT

    def test_a_corrected_announcement_date_is_no_older_announcement(self) -> None:
        known = rows(20, deprecated_on="2025-09-26")
        now = [replace(known[0], deprecated_on=date(2025, 9, 25)), *known[1:]]
        assert verdict(now, known).verdict is Verdict.ADMIT


class TestSecondLook:
    @pytest.mark.parametrize(
        ("verdict", "minutes", "admitted"),
        [
            (Verdict.ADMIT, None, True),
            (Verdict.ADMIT, 0, True),
            (Verdict.QUARANTINE, None, False),
            (Verdict.QUARANTINE, 0, False),
            (Verdict.QUARANTINE, 59, False),
            (Verdict.QUARANTINE, 60, True),
            (Verdict.QUARANTINE, 100_000, True),
            (Verdict.REJECT, None, False),
            (Verdict.REJECT, 100_000, False),
        ],
    )
    def test_a_surprise_is_admitted_after_an_hour_and_a_malformed_document_never(
        self, verdict: Verdict, minutes: int | None, admitted: bool
    ) -> None:
        since = None if minutes is None else NOON - timedelta(minutes=minutes)
        assert may_be_admitted(Judgement(verdict, "why"), same_since=since, now=NOON) is admitted


class TestFingerprint:
    def test_the_order_of_rows_their_quotes_and_addresses_do_not_matter(self) -> None:
        known = rows(5)
        other = [replace(f, quote="as printed elsewhere", url="https://example.com/other") for f in reversed(known)]
        assert fingerprint(Reading(facts=known)) == fingerprint(Reading(facts=tuple(other)))

    @pytest.mark.parametrize(
        "change",
        [
            {"shutdown_on": date(2026, 10, 24)},
            {"shutdown_on": None, "earliest_shutdown_on": date(2026, 10, 23)},
            {"replacements": ("gpt-5",)},
            {"words": "soon"},
            {"model_id": "model-001b"},
        ],
    )
    def test_whatever_a_row_says_matters(self, change: dict[str, object]) -> None:
        known = rows(5)
        other = (replace(known[0], **change), *known[1:])  # type: ignore[arg-type]
        assert fingerprint(Reading(facts=known)) != fingerprint(Reading(facts=other))


DAYS = st.none() | st.dates(date(2026, 1, 1), date(2027, 12, 31))
FACTS = st.lists(
    st.builds(
        lambda n, day, firm, words, replacements: fact(
            f"m{n}",
            shutdown_on=day if firm else None,
            earliest_shutdown_on=None if firm else day,
            words=words,
            replacements=replacements,
        ),
        st.integers(0, 30),
        DAYS,
        st.booleans(),
        st.none() | st.sampled_from(["TBD", "soon"]),
        st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple),
    ),
    max_size=40,
    unique_by=lambda f: f.key,
).map(tuple)
READINGS = st.builds(
    Reading,
    facts=FACTS,
    headings=st.sampled_from([HEADINGS, ()]),
    unread=st.lists(st.sampled_from(["m1: TBD", "cell"]), max_size=7).map(tuple),
    problem=st.sampled_from([None, None, "the answer is empty"]),
)


@given(READINGS, FACTS)
def test_every_doubt_has_a_reason_and_every_reason_is_one_line(reading: Reading, known: tuple[Fact, ...]) -> None:
    judged = judge(reading, known, GUARDS, read_on=TODAY)
    assert (judged.verdict is Verdict.ADMIT) == (judged.reason == "")
    assert judged.reason.isprintable()


@given(FACTS)
def test_saying_the_same_again_is_never_doubted(known: tuple[Fact, ...]) -> None:
    expected = Verdict.ADMIT if len(known) >= GUARDS.min_facts else Verdict.REJECT
    assert verdict(known, known).verdict is expected


@given(READINGS, FACTS)
def test_no_admitted_document_has_lost_more_than_it_may(reading: Reading, known: tuple[Fact, ...]) -> None:
    judged = judge(reading, known, GUARDS, read_on=TODAY)
    now = {f.key for f in reading.facts}
    kept = sum(f.key in now for f in known)
    if judged.verdict is not Verdict.REJECT:
        assert reading.problem is None
        assert kept >= 0.6 * len(known)
    if judged.verdict is Verdict.ADMIT and len(known) >= 8:
        assert kept >= 0.8 * len(known)


@given(READINGS, FACTS, st.randoms(use_true_random=False))
def test_the_order_of_rows_decides_nothing(reading: Reading, known: tuple[Fact, ...], random: object) -> None:
    shuffled = list(known)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    mixed = replace(reading, facts=tuple(sorted(reading.facts, key=lambda f: f.model_id, reverse=True)))
    first, second = judge(reading, known, GUARDS, read_on=TODAY), judge(mixed, shuffled, GUARDS, read_on=TODAY)
    assert first.verdict is second.verdict
    assert fingerprint(reading) == fingerprint(mixed)


class TestAnnouncements:
    """A heading that is lost puts its models under the announcement above it, with their ends as they were."""

    def test_a_model_under_another_announcement_with_the_same_end_is_looked_at_twice(self) -> None:
        known = rows(40, deprecated_on="2026-04-22")
        stray = replace(known[0], deprecated_on=date(2026, 6, 1))

        assert verdict([stray, *known[1:]], known) == Judgement(
            Verdict.QUARANTINE, "1 model of 40 may stand under another announcement"
        )

    def test_an_end_that_moves_with_its_announcement_is_news(self) -> None:
        known = rows(40, deprecated_on="2026-04-22")
        moved = replace(known[0], deprecated_on=date(2026, 6, 1), shutdown_on=date(2027, 1, 1))

        assert verdict([moved, *known[1:]], known).verdict is Verdict.ADMIT


class TestReplacements:
    def test_a_column_of_replacements_that_went_blank_is_looked_at_twice(self) -> None:
        known = rows(40, replacements=("gpt-5",))
        blank = [replace(f, replacements=()) for f in known[:11]]

        assert verdict([*blank, *known[11:]], known) == Judgement(
            Verdict.QUARANTINE, "11 of 40 known replacements are blank"
        )

    def test_a_few_may_go_blank(self) -> None:
        known = rows(40, replacements=("gpt-5",))

        assert (
            verdict([*(replace(f, replacements=()) for f in known[:10]), *known[10:]], known).verdict is Verdict.ADMIT
        )
