"""Lifecycle tables: columns by their headers, rows as entries, and a complaint for whatever is not understood."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

import pytest

from monitor.core.dates import DateBound, NoDate, Why
from monitor.core.facts import StatedStatus
from monitor.sources.columns import Column
from monitor.sources.entries import Entry, newest
from monitor.sources.markdown import read_markdown
from monitor.sources.tables import Cells, TableRules, read_tables


def read(page: str, rules: TableRules | None = None) -> tuple[list[Entry], list[str]]:
    unread: list[str] = []
    return list(read_tables(read_markdown(page).sections, rules or TableRules(), unread)), unread


def table(header: str, *rows: str) -> str:
    columns = header.count("|") + 1
    return "\n".join([f"| {header} |", "|---" * columns + "|", *(f"| {row} |" for row in rows), ""])


@pytest.mark.parametrize(
    "header",
    [
        "Shutdown date | Model / system | Recommended replacement",
        "SHUTDOWN DATE | LEGACY MODEL | RECOMMENDED REPLACEMENT",
        "Shutdown date | Model snapshot | Substitute model",
        "Shutdown date | Model family / snapshot | Recommended replacement base model",
        "**Retirement Date** | Deprecated Model | Recommended Replacement:",
        "EOL date | Affected models | Suggested replacement",
        "Sunset date | API model name | Replacement model*",
    ],
)
def test_columns_are_found_by_the_header_in_every_wording(header: str) -> None:
    (entry,), unread = read(table(header, "May 1, 2026 | `a-1` | `b-2`"))

    assert (entry.named.model_id, entry.firm_day, entry.replacements.model_ids) == ("a-1", date(2026, 5, 1), ("b-2",))
    assert unread == []


def test_the_order_of_columns_does_not_matter_and_others_are_ignored() -> None:
    (entry,), _ = read(table("Price | Replacement | Model | Shutdown date", "$2 | `b-2` | `a-1` | 2026-05-01"))

    assert (entry.named.model_id, entry.firm_day) == ("a-1", date(2026, 5, 1))


def test_a_table_of_states_is_read() -> None:
    page = table(
        "API model name | Current state | Deprecated | Tentative retirement date",
        "`a-1` | Active | N/A | Not sooner than June 9, 2027",
        "`b-2` | **Retired** | June 5, 2026 | August 5, 2026",
    )
    (a, b), unread = read(page)

    assert (a.status, a.deprecated_on, a.floor_day, a.firm_day) == (StatedStatus.ACTIVE, None, date(2027, 6, 9), None)
    assert (b.status, b.deprecated_on, b.firm_day) == (StatedStatus.RETIRED, date(2026, 6, 5), date(2026, 8, 5))
    assert unread == []


def test_the_day_before_which_a_model_does_not_end_may_have_a_column_of_its_own() -> None:
    page = table(
        "Model | Guaranteed available until | Status | Shutdown",
        "`a-1` | 06/30/2027 | Active | N/A",
        "`b-2` | 06/30/2026 | Deprecated | 2026-12-31",
    )
    (a, b), unread = read(page, TableRules(columns={"Shutdown": Column.SHUTDOWN}, month_first=True))

    assert (a.firm_day, a.floor_on) == (None, date(2027, 6, 30))
    assert (b.firm_day, b.floor_day) == (date(2026, 12, 31), None), "and a day on which it ends outweighs it"
    assert unread == []


def test_one_row_with_an_alias_makes_two_entries() -> None:
    entries, _ = read(table("Shutdown date | Model", r"May 1, 2026 | `a-0613` \| `a`"))

    assert [(e.named.model_id, e.named.alias_of, e.firm_day) for e in entries] == [
        ("a-0613", None, date(2026, 5, 1)),
        ("a", "a-0613", date(2026, 5, 1)),
    ]


@pytest.mark.parametrize(
    ("page", "announced_on"),
    [
        ("## 2025-09-26: Old\n", date(2025, 9, 26)),
        ("## 2025\u201109\u201126 Old\n", date(2025, 9, 26)),
        ("## September 26, 2025: Old\n", date(2025, 9, 26)),
        ("## 26 September 2025 \u2013 Old\n", date(2025, 9, 26)),
        ("## Sept 26, 2025 \u2014 Old: the last\n", date(2025, 9, 26)),
        ("## 2025-09-26 - Old\n", date(2025, 9, 26)),
        ("## Old models - 2025-09-26\n", None),
        ("## 2025-09-26: Old\n### Base models\n", date(2025, 9, 26)),
        ("## 2025-09-26: Old\n## Base models\n", None),
        ("## Q3 2025: Old\n", None),
        ("## 2025-09-31: Old\n", None),
    ],
)
def test_the_day_of_the_announcement_stands_in_the_heading(page: str, announced_on: date | None) -> None:
    (entry,), _ = read(page + table("Shutdown date | Model", "May 1, 2026 | `a-1`"))

    assert entry.announced_on == announced_on


def test_a_column_for_the_notice_outweighs_the_heading() -> None:
    page = "## 2025-09-26: Old\n" + table(
        "Shutdown date | Affected model | Notice date", "May 1, 2026 | `a-1` | Jun 2, 2025", "May 1, 2026 | `b-2` | ---"
    )
    (a, b), _ = read(page)

    assert (a.announced_on, b.announced_on) == (date(2025, 6, 2), date(2025, 9, 26))


@pytest.mark.parametrize(
    "header",
    [
        "Parameter | Status | Behavior | Recommended replacement",
        "Shutdown date | System | Recommended replacement",
        "Date | Update",
        "Model | Price",
        "Shutdown date | API endpoint",
    ],
)
def test_tables_about_other_things_are_left_alone(header: str) -> None:
    columns = header.count("|") + 1

    assert read(table(header, " | ".join(["`temperature`"] * columns))) == ([], [])


def test_a_table_that_lost_its_model_column_is_told() -> None:
    entries, unread = read("## 2026: X\n" + table("Shutdown date | Taalmodel", "May 1, 2026 | `a-1`"))

    assert entries == []
    assert unread == ["2026: X: no model column among shutdown date | taalmodel: `columns` must say which it is"]


def test_a_column_of_days_that_nobody_knows_the_meaning_of_is_told() -> None:
    page = "## X\n" + table("Model | Status | Goes Dark | Notes", "`a-1` | Legacy | May 1, 2026 | none")

    assert read(page)[1] == ["X: column 'goes dark' has days, and `columns` do not say of what"]
    assert read(page, TableRules(columns={"Goes Dark": Column.SHUTDOWN}))[1] == []
    assert read(page, TableRules(columns={"goes dark": None}))[1] == []


def test_the_words_of_a_page_may_be_written_in_the_rules_as_the_page_prints_them() -> None:
    rules = TableRules(columns={"Stage": Column.STATUS}, statuses={"Dimming": StatedStatus.DEPRECATED})

    (entry,), unread = read(table("Model | Stage", "`a-1` | Dimming"), rules)

    assert (entry.status, unread) == (StatedStatus.DEPRECATED, [])


def test_headings_in_a_table_are_no_models_and_not_worth_a_word() -> None:
    page = "Model | Shutdown date | Replacement\n---|---|---\nPreview models\n`a-1` | 2026-05-01 | \n\n"
    page += table("Model | Shutdown date | Replacement", "Preview models | | ", "`b-2` | 2026-05-01 | ")

    entries, unread = read(page)

    assert [e.named.model_id for e in entries] == ["a-1", "b-2"]
    assert unread == []


@pytest.mark.parametrize(
    ("row", "complaint"),
    [
        ("31 augustus | `a-1` | Active | `b`", "a-1: '31 augustus' is no date that is understood"),
        ("2026-09-31 | `a-1` | Active | `b`", "a-1: '2026-09-31' is no such day"),
        ("2525/06/06 | `a-1` | Active | `b`", "a-1: '2525/06/06' is a year that cannot be meant"),
        ("2026-09-30 | `a-1` | Paused | `b`", "'paused' is no status that is understood"),
        ("2026-09-30 | `a-1` | Active | gpt-5orgpt-4.1", "'gpt-5orgpt-4.1' is no replacement that is understood"),
    ],
)
def test_a_cell_that_is_not_understood_is_told_and_its_row_kept(row: str, complaint: str) -> None:
    (entry,), unread = read("# T\n" + table("Shutdown date | Model | Status | Replacement", row))

    assert entry.named.model_id == "a-1"
    assert unread == [f"T: {complaint}"]


def test_words_that_are_no_date_are_kept() -> None:
    page = table("Shutdown date | Model", "Coming soon | `a-1`", "2026-09-31 | `b-2`", "whenever | `c-3`")
    (a, b, c), _ = read(page)

    assert a.shutdown == NoDate("Coming soon")
    assert b.shutdown == NoDate("2026-09-31", Why.IMPOSSIBLE)
    assert c.shutdown == NoDate("whenever")


@pytest.mark.parametrize(
    "row", ["2026-09-30 | Some Model 4", "2026-09-30 | `a-1` and more", "2026-09-30", "2026-09-30 | `a-1` | `b-2` | x"]
)
def test_a_row_without_an_id_or_without_all_cells_is_told_and_left_out(row: str) -> None:
    entries, unread = read(table("Shutdown date | Model | Replacement", row if row.count("|") != 1 else f"{row} | "))

    assert entries == []
    assert len(unread) == 1


def test_a_lone_id_in_a_table_without_outer_pipes_is_no_row_and_no_heading() -> None:
    entries, unread = read("Shutdown date | Model\n---|---\n`a-1`\n\n")

    assert entries == []
    assert unread == ["top: | `a-1` | is no whole row"]


def test_what_a_provider_also_lists_as_models_is_passed_over_in_silence() -> None:
    rules = TableRules(not_models=re.compile(r"\bAPI\b"), left_out=re.compile("^Prices$"))
    page = table("Shutdown date | Model", "2026-09-30 | Old API", "2026-09-30 | Old thing")
    page += "\n# Prices\n" + table("Shutdown date | Model", "2026-09-30 | `a-1`")

    entries, unread = read(page, rules)

    assert entries == []
    assert unread == ["top: | 2026-09-30 | Old thing | names no model id that is understood"]


def test_a_provider_that_writes_the_month_first_is_believed() -> None:
    (entry,), unread = read(table("Shutdown date | Model", "08/16/26 | `a-1`"), TableRules(month_first=True))

    assert isinstance(entry.shutdown, DateBound)
    assert (entry.firm_day, unread) == (date(2026, 8, 16), [])


def test_the_newest_announcement_of_a_model_counts_whatever_their_order() -> None:
    older = "## 2025-01-01: Old\n" + table("Shutdown date | Model", "2026-01-01 | `A-1`")
    newer = "## 2026-01-01: New\n" + table("Shutdown date | Model", "2027-01-01 | `a-1`")

    for page in (older + newer, newer + older):
        entries, unread = read(page)
        chosen = newest(entries, unread)
        assert [(e.named.model_id, e.firm_day) for e in chosen.values()] == [("a-1", date(2027, 1, 1))]
        assert unread == []


def test_a_model_twice_in_one_announcement_is_told_if_its_dates_differ() -> None:
    page = table("Shutdown date | Model", "2026-01-01 | `a-1`", "January 1, 2026 | `a-1`", "2026-02-02 | `a-1`")
    entries, unread = read(page)

    assert [entry.firm_day for entry in newest(entries, unread).values()] == [date(2026, 1, 1)]
    assert unread == ["a-1 twice: | 2026-01-01 | `a-1` | and | 2026-02-02 | `a-1` |"]


def test_dates_by_region_and_version_are_rows_of_their_own() -> None:
    page = table(
        "Provider | Model name | Model ID | Regions | Legacy date | EOL date | Public extended access start date",
        "Acme | A One | a-1-v1:0 | us-east-1, us-west-2* (Gated) | May 1, 2026 | May 1, 2027 | \u2014",
        "Acme | A One | a-1-v1:0 | eu-west-1<br>us-gov-east-1 | May 1, 2026 | June 1, 2027 | March 1, 2027",
        "Acme | A Two | a-2-v1:0 | All regions | N/A | N/A | N/A",
    )
    (near, far, everywhere), unread = read(page)

    assert (near.regions, near.extended_on, near.name) == (("us-east-1", "us-west-2"), None, "A One")
    assert (far.regions, far.extended_on, far.firm_day) == (
        ("eu-west-1", "us-gov-east-1"),
        date(2027, 3, 1),
        date(2027, 6, 1),
    )
    assert (everywhere.regions, unread) == ((), [])
    assert len(newest((near, far, everywhere), unread)) == 3


def test_a_cell_that_names_no_regions_is_told() -> None:
    (entry,), unread = read(table("Model | Regions | EOL date", "`a-1` | Europe (Frankfurt) | 2027-05-01"))

    assert entry.regions == ()
    assert unread == ["top: a-1: 'Europe (Frankfurt)' are no regions that are understood"]


def test_a_page_has_words_of_its_own() -> None:
    rules = TableRules(
        columns={"ends on": Column.SHUTDOWN, "release": Column.VERSION, "retired": None, "served by": Column.REDIRECT},
        statuses={"going": StatedStatus.DEPRECATED},
        status=StatedStatus.LEGACY,
    )
    page = table(
        "Model | Release | Ends on | Retired | Status | Served by",
        "`a-1` | 2024-05-13 | 2026-05-01 | yes | Going | `b-2` with `low` effort",
        "`a-1` | 2024-08-06 | 2026-06-01 | no | | ",
    )
    (first, second), unread = read(page, rules)

    assert (first.version, first.firm_day, first.status, first.redirects_to) == (
        "2024-05-13",
        date(2026, 5, 1),
        StatedStatus.DEPRECATED,
        "b-2",
    )
    assert (second.status, second.redirects_to, unread) == (StatedStatus.LEGACY, None, [])


def test_a_name_is_a_model_only_where_the_page_prints_names() -> None:
    page = table("Model name | EOL date", "Claude 3 Sonnet | July 21, 2025", "Older models | ")

    assert [entry.named.model_id for entry in read(page, TableRules(by_name=True))[0]] == ["Claude 3 Sonnet"]
    assert read(page) == ([], ["top: | Claude 3 Sonnet | July 21, 2025 | names no model id that is understood"])


def test_one_row_can_be_made_several_before_it_is_read() -> None:
    def by_deployment(cells: Cells) -> Iterator[Cells]:
        for day, deployment in zip(cells[Column.SHUTDOWN].split(" / "), ("Standard", "Provisioned"), strict=True):
            yield {**cells, Column.SHUTDOWN: day, Column.DEPLOYMENT: deployment}

    entries, unread = read(
        table("Model | Retirement date", "`a-1` | 2026-05-01 / 2026-10-01"), TableRules(rows=by_deployment)
    )

    assert [(e.deployment, e.firm_day) for e in entries] == [
        ("standard", date(2026, 5, 1)),
        ("provisioned", date(2026, 10, 1)),
    ]
    assert unread == []


BARE = "| Model | Shutdown date | Replacement |\n| --- | --- | --- |\n"


def test_ids_without_marks_and_with_capitals_are_read_only_where_a_page_prints_nothing_else() -> None:
    page = f"{BARE}| Acme/Verse-9B | 2026-03-26 | ACME-Prose-2, acme-ode |\n"
    entries, unread = read(page, TableRules(bare_ids=True))

    assert [(entry.named.model_id, entry.replacements.model_ids) for entry in entries] == [
        ("Acme/Verse-9B", ("ACME-Prose-2", "acme-ode"))
    ]
    assert unread == []
    assert read(page)[0] == []


def test_where_ids_stand_without_marks_a_name_is_still_none() -> None:
    entries, unread = read(f"{BARE}| Verse Nine B | 2026-03-26 | |\n", TableRules(bare_ids=True))

    assert entries == []
    assert len(unread) == 1


def test_a_table_without_dates_is_read_where_the_page_states_them_elsewhere() -> None:
    page = "| Model being retired | Recommended replacement |\n| --- | --- |\n| `gpt-8` | `gpt-9` |\n"
    entries, unread = read(page, TableRules(undated=True))

    assert [(entry.named.model_id, entry.replacements.model_ids) for entry in entries] == [("gpt-8", ("gpt-9",))]
    assert (read(page), unread) == (([], []), [])


def test_a_table_that_is_read_again_complains_again_and_by_other_rules_it_is_read_anew() -> None:
    page = table("Model | Status", "`a-1` | Ailing")

    (_, first), (_, again) = read(page), read(page)
    assert first == again == ["top: 'ailing' is no status that is understood"]
    (entry,), unread = read(page, TableRules(statuses={"ailing": StatedStatus.DEPRECATED}))
    assert (entry.status, unread) == (StatedStatus.DEPRECATED, [])
