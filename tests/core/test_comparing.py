"""What a document says otherwise than the record does."""

from __future__ import annotations

from monitor.core.comparing import compare
from monitor.core.facts import Reading, StatedStatus
from tests.core.build import fact


def test_rows_that_only_one_of_the_two_has_appear_or_vanish() -> None:
    found = compare([fact("a"), fact("Z"), fact("B")], Reading((fact("new"), fact("A"), fact("c"))))

    assert [f.model_id for f in found.appear] == ["new", "c"]
    assert [f.model_id for f in found.vanish] == ["B", "Z"]


def test_a_part_of_a_list_lacks_nothing() -> None:
    assert compare([fact("a"), fact("b")], Reading((fact("a"),), whole=False)).vanish == ()


def test_each_date_that_moves_comes_or_goes_is_told_with_both_days() -> None:
    before = fact("a", shutdown_on="2026-03-26", deprecated_on="2025-09-26")
    after = fact("a", earliest_shutdown_on="2027-01-01", deprecated_on="2025-09-26")

    assert [(a.name, a.before, a.after) for a in compare([before], Reading((after,))).dates] == [
        ("shutdown_on", "2026-03-26", None),
        ("earliest_shutdown_on", None, "2027-01-01"),
    ]


def test_what_else_is_said_otherwise_is_told_apart_from_dates() -> None:
    before = fact("a", replacements=("b", "c"))
    after = fact("a", replacements=("c",), stated_status=StatedStatus.RETIRED)
    found = compare([before], Reading((after,)))

    assert found.dates == ()
    assert [(a.name, a.before, a.after) for a in found.others] == [
        ("stated_status", None, "retired"),
        ("replacements", "b, c", "c"),
    ]


def test_each_scope_is_a_row_of_its_own_and_of_two_rows_the_first_counts() -> None:
    known = [fact("a", version="1", shutdown_on="2026-01-01"), fact("a", version="2")]
    says = Reading((fact("a", version="1", shutdown_on="2026-02-02"), fact("a", version="1"), fact("a", version="2")))
    found = compare(known, says)

    assert [(a.fact.version, a.after) for a in found.dates] == [("1", "2026-02-02")]
    assert (found.appear, found.vanish) == ((), ())


def test_other_quotes_and_addresses_are_no_difference() -> None:
    assert not compare([fact("a")], Reading((fact("a", quote="in other words", url="https://example.com/#a"),)))
