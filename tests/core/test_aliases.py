"""What aliases have pointed at, and what is told when they are pointed elsewhere."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.aliases import Pointing, histories, repointed
from monitor.core.changes import Change, ChangeKind, diff
from monitor.core.facts import Authority
from monitor.core.lifecycle import Lifecycle, merge
from monitor.core.models import Models
from tests.core.build import NOON, day, fact, finding_of, lifecycle, seen

TODAY = day("2026-08-22")
JUNE, JULY = datetime(2026, 6, 3, 9, tzinfo=UTC), datetime(2026, 7, 14, 9, tzinfo=UTC)
KEY = ("openai", "gpt-x")


def alias(target: str | None, at: datetime = NOON) -> Lifecycle:
    return merge([seen(fact("gpt-x", alias_of=target), at=at)])


def step(before: str | None, after: str | None) -> list[Change]:
    return [c for c in diff(alias(before), alias(after), TODAY) if c.kind is ChangeKind.ALIAS_REPOINTED]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [("a", "b", 1), ("a", "a", 0), ("A", "a", 0), (None, "b", 0), ("a", None, 0), (None, None, 0)],
)
def test_an_alias_is_repointed_only_where_both_targets_are_known_and_differ(
    before: str | None, after: str | None, told: int
) -> None:
    assert [(c.before, c.after) for c in step(before, after)] == [(before, after)] * told


def test_an_alias_that_is_new_to_the_record_is_not_repointed() -> None:
    assert ChangeKind.ALIAS_REPOINTED not in [c.kind for c in diff(None, alias("a"), TODAY)]


def test_a_row_that_vanished_leaves_its_alias_where_it_pointed() -> None:
    gone = merge([seen(fact("gpt-x", alias_of="a"), gone_since=NOON)])

    assert ChangeKind.ALIAS_REPOINTED not in [c.kind for c in diff(alias("a"), gone, TODAY)]
    assert histories([gone], [])[KEY][-1].target == "a"


def test_a_list_that_contradicts_the_page_repoints_nothing() -> None:
    page = seen(fact("gpt-x", alias_of="a"))
    api = seen(fact("gpt-x", alias_of="b", source_id="openai/models"), authority=Authority.API)

    assert ChangeKind.ALIAS_REPOINTED not in [c.kind for c in diff(merge([page]), merge([page, api]), TODAY)]


def test_what_an_alias_points_at_is_known_since_the_source_was_first_read() -> None:
    assert histories([alias("a", JUNE)], []) == {KEY: (Pointing("a", JUNE, url="https://example.com/deprecations"),)}
    assert histories([lifecycle("gpt-y")], []) == {}


def test_a_repointed_alias_has_a_past() -> None:
    steps = [(step("b", "c")[0], NOON), (step("a", "b")[0], JULY)]
    past = histories([alias("c", JUNE)], steps)[KEY]

    assert [(p.target, p.since, p.until) for p in past] == [
        ("a", JUNE, JULY),
        ("b", JULY, NOON),
        ("c", NOON, None),
    ]
    assert repointed(past) == (past[1], past[2])


def test_no_day_is_invented_where_the_record_has_a_gap() -> None:
    past = histories([alias("d", JUNE)], [(step("a", "b")[0], JULY)])[KEY]

    assert [(p.target, p.since) for p in past] == [("a", JUNE), ("b", JULY), ("d", None)]


def test_a_pin_on_an_alias_is_told_that_its_name_is_another_model_and_since_when() -> None:
    known = [alias("gpt-x-2026-07-01"), lifecycle("gpt-x-2026-07-01")]
    models = Models(known, histories(known, [(step("gpt-x-2026-01-01", "gpt-x-2026-07-01")[0], JULY)]))

    told = "same name, another model since 2026-07-14: gpt-x is gpt-x-2026-07-01, and was gpt-x-2026-01-01"
    assert finding_of("openai/GPT-X", models).notes == (told,)
    assert finding_of("openai/gpt-x-2026-07-01", models).notes == ()
    assert finding_of("openai/gpt-x", Models(known)).notes == ()


def test_a_pin_on_a_resellers_alias_is_not_told_of_its_makers() -> None:
    known = [alias("gpt-x-2"), lifecycle("gpt-x", provider="cometapi", source_id="cometapi/models")]
    models = Models(known, histories(known, [(step("gpt-x-1", "gpt-x-2")[0], JULY)]))

    assert finding_of("cometapi/gpt-x", models).notes == ()


@given(st.lists(st.sampled_from("abc"), min_size=1, max_size=8))
def test_the_stretches_of_an_alias_join_and_end_with_what_it_points_at_now(targets: list[str]) -> None:
    days = [JUNE + timedelta(days=n) for n in range(len(targets))]
    changes = [
        (c, at) for before, after, at in zip(targets, targets[1:], days[1:], strict=False) for c in step(before, after)
    ]
    past = histories([alias(targets[-1], JUNE)], changes)[KEY]

    assert past[0].since == JUNE
    assert all(one.until == other.since for one, other in pairwise(past))
    assert (past[-1].target, past[-1].until) == (targets[-1], None)
    assert len(past) == 1 + len(changes)
