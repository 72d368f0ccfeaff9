"""Most models have one observation, and the short way gives what the long one does."""

from __future__ import annotations

from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from monitor.core.facts import Authority, Fact, Observation, StatedStatus
from monitor.core.lifecycle import merge, merge_all

DAYS = st.none() | st.dates(date(2023, 1, 1), date(2028, 1, 1))
TEXTS = st.none() | st.sampled_from(["", "next", "a-model"])
AT = datetime(2026, 8, 22, tzinfo=UTC)


@st.composite
def observations(draw: st.DrawFn) -> Observation:
    firm = draw(st.booleans())
    fact = Fact(
        provider="openai",
        model_id="gone",
        source_id="openai/deprecations",
        url="https://provider.example.org/",
        quote="",
        alias_of=draw(TEXTS),
        version=draw(TEXTS),
        deprecated_on=draw(DAYS),
        shutdown_on=draw(DAYS) if firm else None,
        earliest_shutdown_on=None if firm else draw(DAYS),
        stated_status=draw(st.none() | st.sampled_from(list(StatedStatus))),
        replacements=draw(st.sampled_from([(), ("next",)])),
        replacement_text=draw(TEXTS),
        redirects_to=draw(TEXTS),
    )
    gone = draw(st.none() | st.just(AT))
    return Observation(fact, draw(st.sampled_from(list(Authority))), "sha", AT, AT, gone)


@given(observations())
def test_a_model_with_one_observation_is_what_a_merge_of_that_one_gives(o: Observation) -> None:
    found = next(c for c in merge_all([o]) if c.model_id == "gone")

    assert found == merge([o])
