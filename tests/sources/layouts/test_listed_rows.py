"""Tables that are printed as lists."""

from __future__ import annotations

from monitor.sources.document import Row, Table
from monitor.sources.layouts.listed_rows import sections_with_tables
from monitor.sources.markdown import read_markdown

LIST = """# Models

- **Acme**
  - **Name:** Verse One
  - **Day:** May 1, 2026

- **Acme**
  - **Name:** Verse Two
  - **Where:** us-east-1 / **Day:** June 1, 2026
  - **Where:** eu-west-1 / **Day:** July 1, 2026

That was all.
"""
HEADER = ("Maker", "Name", "Day", "Where")


def tables(page: str) -> list[Table]:
    return [table for section in sections_with_tables(read_markdown(page), "Maker") for table in section.tables]


def rows(page: str) -> list[Row]:
    [table] = tables(page)
    return list(table.rows)


def test_an_item_is_a_row_and_an_item_with_several_labels_too() -> None:
    [table] = tables(LIST.replace("  - **Day:** May 1, 2026", "  - **Day:** May 1, 2026\n  - **Where:** all"))

    assert table.header == HEADER
    assert table.rows == (
        Row(("Acme", "Verse One", "May 1, 2026", "all")),
        Row(("Acme", "Verse Two", "June 1, 2026", "us-east-1")),
        Row(("Acme", "Verse Two", "July 1, 2026", "eu-west-1")),
    )


def test_a_row_that_is_short_of_its_last_cells_is_a_short_row() -> None:
    assert rows(LIST)[0] == Row(("Acme", "Verse One", "May 1, 2026"), "has 3 cells under 4 headers")


def test_a_row_that_lacks_another_cell_says_which() -> None:
    page = LIST.replace("  - **Name:** Verse Two\n", "")

    flaws = [row.flaw for row in rows(page)]
    assert flaws == ["has 3 cells under 4 headers", "lacks a cell for Name", "lacks a cell for Name"]


def test_two_models_whose_border_is_lost_are_not_one() -> None:
    first, second = LIST.split("\n- **Acme**\n  - **Name:** Verse Two")
    page = f"{first}  - **Name:** Verse Two{second}"

    assert {row.flaw for row in rows(page)} == {"has two cells for Name"}


def test_the_same_cell_twice_is_no_flaw() -> None:
    assert rows(LIST.replace("  - **Name:** Verse Two", "  - **Name:** Verse Two\n  - **Name:** Verse Two")) == rows(
        LIST
    )


def test_the_last_row_of_a_page_that_ends_in_its_list_is_not_believed() -> None:
    assert [row.flaw for row in rows(LIST.removesuffix("\nThat was all.\n"))][-1] == "is cut off"


def test_other_lists_are_left_alone() -> None:
    page = "# Models\n\n- **Acme** makes verses.\n- See **Name:** below.\n- **Note**\n\nText.\n"
    document = read_markdown(page)

    assert tables(page) == []
    [section] = sections_with_tables(document, "Maker")
    assert section.texts == document.sections[0].texts[:2] + document.sections[0].texts[3:]
