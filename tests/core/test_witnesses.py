"""Who names a model and who does not: shown, and nothing is concluded from it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.core.facts import Authority
from monitor.core.lifecycle import Lifecycle, merge, merge_all
from monitor.core.witnesses import Naming, Witness, as_note, naming
from tests.core.build import NOON, fact, seen

PAGE = Witness("openai/deprecations", "openai", is_list=False, read_at=NOON - timedelta(hours=5))
LIST = Witness("openai/models", "openai", is_list=True, read_at=NOON - timedelta(hours=2))


def named(*source_ids: str, gone: str = "") -> Lifecycle:
    """A model that these sources name; from `gone` it is gone."""
    return merge(
        seen(fact("gpt-x", source_id=source_id), gone_since=NOON if source_id == gone else None)
        for source_id in source_ids
    )


def test_a_model_that_a_page_names_and_no_list_has() -> None:
    told = naming([named(PAGE.source_id)], [LIST, PAGE])

    assert told == Naming((PAGE.source_id,), (LIST,))
    assert as_note(told, NOON) == "named by openai/deprecations, not in openai/models (read 2 h ago)"


def test_a_model_that_a_list_has_and_no_page_names() -> None:
    told = naming([named(LIST.source_id)], [LIST, PAGE])

    assert as_note(told, NOON) == "in openai/models, not named by openai/deprecations (read 5 h ago)"


def test_a_model_that_both_name_needs_no_words() -> None:
    told = naming([named(PAGE.source_id, LIST.source_id)], [LIST, PAGE])

    assert (told.named_by, told.silent, as_note(told, NOON)) == ((PAGE.source_id, LIST.source_id), (), "")


def test_a_source_that_was_not_read_is_not_said_to_be_silent() -> None:
    assert naming([named(PAGE.source_id)], [PAGE]) == Naming((PAGE.source_id,), ())


def test_a_part_of_a_list_can_name_a_model_and_its_silence_means_nothing() -> None:
    part = Witness("openai/models", "openai", is_list=True, read_at=NOON, whole=False)

    assert naming([named(PAGE.source_id)], [PAGE, part]).silent == ()
    assert naming([named(part.source_id)], [PAGE, part]).silent == (PAGE,)


def test_a_row_that_is_gone_names_nothing_any_more() -> None:
    told = naming([named(PAGE.source_id, LIST.source_id, gone=LIST.source_id)], [LIST, PAGE])

    assert told == Naming((PAGE.source_id,), (LIST,))


def test_one_of_two_pages_is_enough_and_all_silent_lists_are_named() -> None:
    other = Witness("openai/changelog", "openai", is_list=False, read_at=NOON)
    more = Witness("openai/models-eu", "openai", is_list=True, read_at=NOON - timedelta(days=4))
    told = naming([named(PAGE.source_id)], [LIST, PAGE, other, more])

    assert told.silent == (LIST, more)
    assert as_note(told, NOON).endswith("not in openai/models (read 2 h ago) nor openai/models-eu (read 4 d ago)")


def test_a_page_that_tells_versions_apart_names_the_model_that_a_list_has_without() -> None:
    scopes = merge_all(
        [seen(fact("gpt-x", version="1")), seen(fact("gpt-x", source_id=LIST.source_id), authority=Authority.API)]
    )

    assert len(scopes) == 2
    assert naming(scopes, [LIST, PAGE]).silent == ()


@pytest.mark.parametrize(
    ("age", "words"),
    [
        (timedelta(seconds=-5), "0 min ago"),
        (timedelta(minutes=99), "99 min ago"),
        (timedelta(minutes=100), "1 h ago"),
        (timedelta(hours=71, minutes=59), "71 h ago"),
        (timedelta(hours=72), "3 d ago"),
    ],
)
def test_an_age_is_told_in_one_unit(age: timedelta, words: str) -> None:
    told = Naming(("a",), (Witness("b", "openai", is_list=True, read_at=NOON - age),))

    assert as_note(told, NOON) == f"named by a, not in b (read {words})"
