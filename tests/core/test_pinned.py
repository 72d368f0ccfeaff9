"""Many pins at once: grouped by what was written, and matched as each alone would be."""

from __future__ import annotations

from operator import itemgetter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.matching import match
from monitor.core.models import Models
from monitor.core.pinned import PinIndex
from monitor.core.references import parse
from monitor.errors import InvalidReference
from tests.core.build import lifecycle

RECORD = Models([
    lifecycle("gpt-4", shutdown_on="2026-10-23"),
    lifecycle("gpt-4", provider="azure", source_id="azure/deprecations", shutdown_on="2026-09-30"),
    lifecycle("openai/gpt-oss-20b", provider="groq"),
])  # fmt: skip
COVERED = ("azure", "groq", "openai")
WRITTEN = ["gpt-4", "GPT-4", "openai/gpt-4", "openai:gpt-4", "azure/gpt-4", "openai/gpt-oss-20b", "openai:gpt-oss-20b"]


@given(st.lists(st.tuples(st.sampled_from(WRITTEN), st.integers(0, 99))))
def test_each_pin_is_matched_as_it_would_be_alone(pins: list[tuple[str, int]]) -> None:
    index = PinIndex(pins, itemgetter(0))
    matched = [(pin, found) for found, group in index.matched(RECORD, COVERED) for pin in group]

    assert sorted(pin for pin, _ in matched) == sorted(pins)
    assert all(found == match(parse(written), RECORD, COVERED) for (written, _), found in matched)
    assert len(index) == len({written for written, _ in pins})


def test_pins_of_one_text_stay_in_their_order() -> None:
    index = PinIndex([("gpt-4", 2), ("acme:x", 0), ("gpt-4", 1)], itemgetter(0), providers={"acme"})

    assert [(found.provider, group) for found, group in index.matched(RECORD, COVERED)] == [
        ("azure", (("gpt-4", 2), ("gpt-4", 1))),
        ("acme", (("acme:x", 0),)),
    ]


def test_a_text_that_names_no_model_is_refused() -> None:
    with pytest.raises(InvalidReference):
        PinIndex(["gpt 4"], str)
