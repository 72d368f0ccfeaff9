"""Retirements in sentences, by kind of deployment."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.core.dates import DateBound, read_date
from monitor.sources.layouts.deployments import OTHERS, read_ends

D, E, F = "2026-03-31", "2026-03-09", "2026-10-01"


def by_kind(cell: str) -> dict[str | None, str] | None:
    ends = read_ends(cell)
    return None if ends is None else ends.retirements


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (f"Standard deployment type retires on {D}.", {"standard": D}),
        (f"Standard deployments will be retired on **{D}** with auto-upgrades from {E}.", {"standard": D}),
        (f"Retires on {D}.", {None: D}),
        (
            f"Standard retires on {D}, and auto-updates start on {E}. For other deployments retirement is on {F}.",
            {"standard": D, OTHERS: F},
        ),
        (
            f"Global Standard, Data-Zone Standard and global provisioned retire on {D}",
            {"global standard": D, "data zone standard": D, "global provisioned": D},
        ),
        (f"No retirement scheduled. Will not retire before {D}", {None: f"No earlier than {D}"}),
        (f"Retires on {D} or later", {None: f"No earlier than {D}"}),
        (f"Retirement is expected on {D}", {None: f"expected {D}"}),
        (f"No Auto-upgrades <br>{D}", {None: D}),
        (f"No earlier than {D}<br><br>Deployments will be automatically upgraded to version: 0125, starting on {E}.",
         {None: f"No earlier than {D}"}),
        (f"Retirement Date: {D}", {None: D}),
        (f"Upgraded from {E} on", {}),
        (f"To be upgraded to `a-1` Version: `b-{E}`, starting on {D}, or later", {}),
        ("Retires on 2026-09-31.", {None: "2026-09-31"}),
    ],
)  # fmt: skip
def test_each_kind_of_deployment_has_the_day_of_its_sentence(cell: str, expected: dict[str | None, str]) -> None:
    assert by_kind(cell) == expected


@pytest.mark.parametrize(
    "cell",
    [
        f"Retires between {D} and {F}.",
        f"All but Standard retire on {D}, Standard on {F}.",
        f"All deployments except Standard retire on {D}.",
        f"Was to be retired on {D}.",
        f"{D}<br>{F}",
        f"Standard retires on {D}. Standard retires on {F}.",
        f"Announced on {D}.",
    ],
)
def test_a_day_that_nobody_can_assign_makes_the_cell_not_understood(cell: str) -> None:
    assert read_ends(cell) is None


def test_deprecation_and_retirement_are_told_apart_by_their_labels() -> None:
    ends = read_ends("**Deprecation:** October 1, 2024 <br> **Retirement:** June 6, 2025")

    assert ends is not None
    assert (ends.deprecation, ends.retirements) == ("October 1, 2024", {None: "June 6, 2025"})


@given(
    st.lists(
        st.sampled_from(
            [
                "Standard", "Global Standard", "provisioned", "retires on", D, "June 6, 2025", "no earlier than",
                "upgraded", "Deprecation:", "other deployments", "except", ".", "<br>", "with auto-upgrades", ",",
            ]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_no_day_is_made_up(words: list[str]) -> None:
    cell = " ".join(words)
    ends = read_ends(cell)

    for phrase in ends.retirements.values() if ends is not None else ():
        stated = read_date(phrase)
        assert isinstance(stated, DateBound)
        assert stated.day is not None
        assert (D if stated.day.isoformat() == D else "June 6, 2025") in cell
