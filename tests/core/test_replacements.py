"""Recommendations are followed to models that are alive."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.lifecycle import merge_all
from monitor.core.living import why_not_living
from monitor.core.models import Models
from monitor.core.replacements import resolve
from tests.core.build import day, fact, lifecycle, models, seen

HORIZON = timedelta(days=180)
GPT_4_0314 = lifecycle("gpt-4-0314", shutdown_on="2026-03-26", replacements=("gpt-5", "gpt-4.1"))


def test_the_providers_word_is_taken_while_it_is_alive() -> None:
    found = resolve(
        GPT_4_0314, models(lifecycle("gpt-5"), lifecycle("gpt-4.1")), today=day("2025-11-13"), horizon=HORIZON
    )

    assert [(s.model_id, s.path) for s in found.suggestions] == [
        ("gpt-5", ("gpt-4-0314", "gpt-5")),
        ("gpt-4.1", ("gpt-4-0314", "gpt-4.1")),
    ]
    assert found.at_risk == ()


def test_an_alias_whose_only_snapshot_ends_is_at_risk_and_the_path_leads_on() -> None:
    known = models(
        lifecycle("gpt-5"),
        lifecycle("gpt-4.1"),
        lifecycle("gpt-5-2025-08-07", shutdown_on="2026-12-11", replacements=("gpt-5.6-sol",)),
        lifecycle("gpt-5.6-sol"),
    )

    found = resolve(GPT_4_0314, known, today=day("2026-08-22"), horizon=HORIZON)

    assert [s.path for s in found.suggestions] == [
        ("gpt-4-0314", "gpt-4.1"),
        ("gpt-4-0314", "gpt-5", "gpt-5-2025-08-07", "gpt-5.6-sol"),
    ]
    assert found.at_risk == (
        (
            "gpt-5: its only known snapshot gpt-5-2025-08-07 ends on 2026-12-11; "
            "whether gpt-5 will be pointed at another is not stated"
        ),
    )


def test_an_alias_with_one_living_snapshot_is_alive() -> None:
    alias = lifecycle("gpt-4o")
    known = models(alias, lifecycle("gpt-4o-2024-05-13", shutdown_on="2026-10-23"), lifecycle("gpt-4o-2024-11-20"))

    assert why_not_living(alias, known, today=day("2026-08-22"), horizon=HORIZON) is None


def test_a_dead_recommendation_is_followed_to_its_own() -> None:
    known = models(
        lifecycle("ada", shutdown_on="2024-01-04", replacements=("babbage-002",)),
        lifecycle("babbage-002", shutdown_on="2026-09-28", replacements=("gpt-5.6-terra",)),
        lifecycle("gpt-5.6-terra", earliest_shutdown_on="2027-07-01"),
    )

    found = resolve(known.get("openai", "ada"), known, today=day("2026-11-22"), horizon=HORIZON)  # type: ignore[arg-type]

    (suggestion,) = found.suggestions
    assert suggestion.path == ("ada", "babbage-002", "gpt-5.6-terra")
    assert (suggestion.good_until, suggestion.good_until_is_floor) == (day("2027-07-01"), True)
    assert found.at_risk == ("babbage-002: retired on 2026-09-28",)


def test_a_replacement_within_the_longest_lead_time_is_not_living() -> None:
    soon = lifecycle("gpt-image-1-mini", shutdown_on="2026-12-01")

    assert why_not_living(soon, models(soon), today=day("2026-08-22"), horizon=HORIZON) == "ends on 2026-12-01"


def test_a_circle_of_recommendations_ends_without_a_suggestion() -> None:
    known = models(
        lifecycle("a", shutdown_on="2026-01-01", replacements=("b",)),
        lifecycle("b", shutdown_on="2026-01-01", replacements=("a",)),
    )

    found = resolve(known.get("openai", "a"), known, today=day("2026-08-22"), horizon=HORIZON)  # type: ignore[arg-type]

    assert found.suggestions == ()
    assert found.at_risk == ("b: retired on 2026-01-01",)


IDS = st.sampled_from([f"m{n}" for n in range(8)])


@given(st.dictionaries(IDS, st.tuples(st.booleans(), st.lists(IDS, max_size=4)), min_size=1))
def test_no_suggestion_is_dead_and_every_path_ends_at_it(graph: dict[str, tuple[bool, list[str]]]) -> None:
    rows = [
        seen(fact(model_id, shutdown_on="2026-01-01" if dead else None, replacements=tuple(after)))
        for model_id, (dead, after) in graph.items()
    ]
    known = Models(merge_all(rows))
    for c in known:
        for s in resolve(c, known, today=day("2026-08-22"), horizon=HORIZON).suggestions:
            chosen = known.get("openai", s.model_id)
            assert chosen is not None
            assert why_not_living(chosen, known, today=day("2026-08-22"), horizon=HORIZON) is None
            assert (s.path[0], s.path[-1]) == (c.model_id, s.model_id)
            assert len(set(s.path)) == len(s.path)
