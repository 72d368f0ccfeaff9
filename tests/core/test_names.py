"""Rows that have a display name and no id: whose they are, and when nobody can say."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.alerts import Severity
from monitor.core.facts import Authority, StatedStatus
from monitor.core.findings import Finding
from monitor.core.lifecycle import Lifecycle, merge
from monitor.core.models import Models
from monitor.core.names import NamedRows, folded
from tests.core.build import NOON, fact, finding_of, lifecycle, seen

SONNET = "anthropic.claude-3-sonnet-20240229-v1:0"
NAME = "Claude 3 Sonnet"


def listed(model_id: str, name: str | None, **stated: object) -> Lifecycle:
    """As a model list has it: an id, a name, no dates."""
    row = fact(model_id, provider="bedrock", source_id="bedrock/models", display_name=name, **stated)
    return merge([seen(row, authority=Authority.API)])


def row(name: str, **stated: object) -> Lifecycle:
    """As a page has it that prints names only."""
    return lifecycle(
        name, provider="bedrock", source_id="bedrock/deprecations", **{"shutdown_on": "2026-07-21"} | stated
    )


def found(written: str, *record: Lifecycle) -> Finding:
    return finding_of(written, Models(record), covered=("bedrock",))


@pytest.mark.parametrize("name", [NAME, "claude 3 sonnet", "Claude\u00a03\u2011Sonnet", "Claude-3-Sonnet "])
def test_a_row_holds_for_the_id_that_the_providers_list_gives_its_name(name: str) -> None:
    end = row(NAME)
    finding = found(f"bedrock/us.{SONNET}", listed(SONNET, name), end)

    assert (finding.severity, finding.lifecycle) == (Severity.RETIRED, end)
    assert finding.notes == ('bedrock writes of it as "Claude 3 Sonnet"',)


def test_the_context_lengths_that_a_list_gives_rows_of_their_own_are_one_model() -> None:
    variants = [listed(f"{SONNET}:{length}", NAME) for length in ("28k", "200k")]

    assert found(f"bedrock/{SONNET}", listed(SONNET, NAME), *variants, row(NAME)).severity is Severity.RETIRED
    assert found(f"bedrock/{SONNET}:28k", *variants, row(NAME)).severity is Severity.RETIRED


def test_an_id_that_is_spelled_like_the_name_is_meant_by_it() -> None:
    assert found("bedrock/claude-3-sonnet", listed("claude-3-sonnet", None), row(NAME)).severity is Severity.RETIRED


def test_a_name_of_two_ids_is_a_note_and_never_a_date() -> None:
    other = listed("anthropic.claude-3-sonnet-20990101-v1:0", NAME)
    finding = found(f"bedrock/{SONNET}", listed(SONNET, NAME), other, row(NAME))

    assert (finding.severity, finding.days_left) == (Severity.OK, None)
    assert finding.notes == ('a row named "Claude 3 Sonnet" may be this model: bedrock does not say which id it means',)


@pytest.mark.parametrize(
    ("written", "name", "meant"),
    [
        (SONNET, NAME, True),
        ("anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet v1", True),
        ("anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3.5 Sonnet v2", False),
        ("anthropic.claude-3-5-sonnet-20240620-v1:0", "Claude 3 Sonnet", False),
        ("claude-3.5-sonnet", "Claude Sonnet 3.5", True),
        ("meta.llama2-13b-chat-v1", "Meta Llama 2 13b-chat-v1", True),
        ("meta.llama2-70b-chat-v1", "Meta Llama 2 13b-chat-v1", False),
        ("anthropic.claude-v2:1", "Claude v2.1", True),
        ("anthropic.claude-v2:1", "Claude v2", False),
        ("anthropic.claude-v2", "Claude v2.1", False),
        ("anthropic.claude-v2:1", "Claude v1.3", False),
        ("anthropic.claude-opus-4-1-20250805-v1:0", "Claude Opus 4", False),
    ],
)
def test_a_name_that_nobody_ties_means_the_only_id_of_just_its_words(written: str, name: str, meant: bool) -> None:
    finding = found(f"bedrock/{written}", listed(written, None), row(name))

    assert finding.severity is (Severity.RETIRED if meant else Severity.OK)
    assert [f'"{name}"' in note for note in finding.notes] == [True] * meant


def test_a_name_whose_words_two_ids_have_is_a_note_and_never_a_date() -> None:
    other = listed("anthropic.claude-3-sonnet-20240801-v2:0", None)
    finding = found(f"bedrock/{SONNET}", listed(SONNET, None), other, row(NAME))

    assert (finding.severity, finding.days_left) == (Severity.OK, None)
    assert finding.notes == ('a row named "Claude 3 Sonnet" may be this model: bedrock does not say which id it means',)
    told = found(f"bedrock/{SONNET}", listed(SONNET, None), other, row(f"{NAME} v1"))
    assert told.severity is Severity.RETIRED  # the version says which


def test_an_id_that_no_source_names_stays_unknown_beside_a_row_that_may_be_it() -> None:
    finding = found(f"bedrock/{SONNET}", row(NAME))

    assert (finding.severity, finding.lifecycle) == (Severity.UNKNOWN, None)
    assert len(finding.notes) == 1


def test_another_providers_name_for_an_id_ties_nothing() -> None:
    elsewhere = lifecycle(SONNET, provider="vertex", display_name=NAME)

    assert found(f"bedrock/{SONNET}", elsewhere, row(NAME)).severity is Severity.UNKNOWN


def test_a_row_by_name_holds_in_its_regions() -> None:
    record = (listed(SONNET, NAME), row(NAME, regions=("us-east-1",)))

    assert found(f"us.{SONNET}", *record).severity is Severity.RETIRED
    assert found(f"eu.{SONNET}", *record).severity is Severity.OK


def test_the_end_that_a_row_gives_the_id_itself_counts_before_that_of_the_name() -> None:
    later = lifecycle(SONNET, provider="bedrock", display_name=NAME, shutdown_on="2026-12-01")

    assert found(SONNET, later, row(NAME)).lifecycle is later


def test_a_floor_for_the_id_outweighs_a_name_that_has_left_the_page() -> None:
    floor = lifecycle(SONNET, provider="bedrock", display_name=NAME, earliest_shutdown_on="2027-12-01")
    old = fact(NAME, provider="bedrock", source_id="bedrock/deprecations", shutdown_on="2026-07-21")

    assert found(SONNET, floor, merge([seen(old, gone_since=NOON)])).lifecycle is floor
    assert found(SONNET, floor, merge([seen(old)])).severity is Severity.RETIRED


def test_a_row_by_name_that_states_no_end_takes_nothing_from_the_id() -> None:
    own = listed(SONNET, NAME)

    assert found(SONNET, own, row(NAME, shutdown_on=None, stated_status=StatedStatus.ACTIVE)).lifecycle is own
    assert found(SONNET, own, row(NAME, shutdown_on=None, stated_status=StatedStatus.RETIRED)).severity is (
        Severity.RETIRED
    )


@given(st.lists(st.sampled_from(["Claude", "3", "Sonnet", "v1", "v2", "mini", "4.5"]), min_size=2, max_size=5))
def test_a_name_is_never_read_as_two_models(words: list[str]) -> None:
    name = " ".join(words)
    ids = [f"maker.{folded(name)}-v{n}:0" for n in (1, 2)]
    rows = NamedRows([row(name), *(listed(model_id, name) for model_id in ids)])

    assert [rows.of("bedrock", model_id) for model_id in ids] == [(), ()]
    assert all(rows.hints("bedrock", model_id) == (name,) for model_id in ids)
    assert NamedRows([row(name), listed(ids[0], name)]).hints("bedrock", ids[0]) == ()
