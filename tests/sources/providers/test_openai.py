"""OpenAI's deprecations page: its layouts, and what on it is no model."""

from __future__ import annotations

from datetime import date

from monitor.core.facts import Fact, Reading, StatedStatus
from monitor.sources.registry import find_source
from monitor.sources.spec import RawDocument

SOURCE = find_source("openai/deprecations")
HISTORY = r"""# Deprecations

## Upcoming deprecations

### 2026-04-22: Old snapshots

To improve reliability, access to these models will be shut down on the dates below.

| Shutdown date    | Model snapshot                                    | Substitute model                 |
| ---------------- | ------------------------------------------------- | -------------------------------- |
| October 23, 2026 | `gpt-9-0613` \| `gpt-9`, `gpt-9-0613-completions` | `gpt-10` (`reasoning.mode: pro`) |
| October 23, 2026 | `gpt-9-1106-preview`                              | `gpt-10`                         |

We are also removing fine-tuned versions as below:

| Shutdown date    | Model snapshot | Recommended replacement base model |
| ---------------- | -------------- | ---------------------------------- |
| October 23, 2026 | `ft-gpt-9`     | `gpt-10`                           |

### 2026-03-24: Films API

| Shutdown date | Model / system | Recommended replacement |
| ------------- | -------------- | ----------------------- |
| 2026-09-24    | Films API      | ---                     |
| 2026-09-24    | `film-2`       | ---                     |

### 2026-03-01: Reusable scripts

| Date         | Update                                 |
| ------------ | -------------------------------------- |
| Nov 30, 2026 | The `v1/scripts` API will be shut down |

## Past deprecations

### 2025-09-26: Old snapshots (March 2026 shutdown)

Access to these models was shut down on March 26, 2026.

| Shutdown date | Model / system | Recommended replacement |
| ------------- | -------------- | ----------------------- |
| 2026‑03‑26    | `gpt-9-0314`   | `gpt-10` or `gpt-9.1*`  |
| 2026‑03‑26    | `gpt-9-1106-preview` | `gpt-10`          |
| 2026-11-26    | `gpt-9-late`   | `gpt-10`                |

\*For tasks that are latency sensitive

### 2024-08-29: Fine-tuning training on babbage-9

| Shutdown date | Model / system                          | Recommended replacement    |
| ------------- | --------------------------------------- | -------------------------- |
| 2024-10-28    | New fine-tuning training on `babbage-9` | `gpt-9-mini`               |
| 2024-12-18    | OpenAI-Beta: helpers=v1                 | OpenAI-Beta: helpers=v2    |

### 2023-07-06: GPT and embeddings

#### Base GPT models

| Shutdown date | Deprecated model | Deprecated model price | Recommended replacement |
| ------------- | ---------------- | ---------------------- | ----------------------- |
| 2024-01-04    | `davinci`        | $20.00 / 1M tokens     | `davinci-002`           |

#### Edit models & endpoint

| Shutdown date | Model / system | Recommended replacement |
| ------------- | -------------- | ----------------------- |
| 2024-01-04    | `/v1/edits`    | `/v1/chat/completions`  |

#### Fine-tuning GPT models

| Shutdown date | Deprecated model | Training price    | Recommended replacement     |
| ------------- | ---------------- | ----------------- | --------------------------- |
| 2024-01-04    | `davinci`        | $3.00 / 1M tokens | `davinci-002`, `gpt-9-mini` |

### 2023-06-13: Updated chat models

| Shutdown date          | Legacy model | Recommended replacement |
| ---------------------- | ------------ | ----------------------- |
| at earliest 2024-06-13 | `gpt-9-0315` | `gpt-9`                 |

### 2022-06-03: Legacy endpoints

| Shutdown date | System        | Recommended replacement       |
| ------------- | ------------- | ----------------------------- |
| 2022-12-03    | `/v1/engines` | [/v1/models](https://x.org)   |
"""
ONE_TABLE = """# Deprecations

## Upcoming deprecations

| Shutdown date | Affected model                 | Status     | Recommended replacement   | Notice date  |
| ------------- | ------------------------------ | ---------- | ------------------------- | ------------ |
| Dec 11, 2026  | gpt-9, gpt-9-2025-08-07        | Deprecated | gpt-10-sol or gpt-10-luna | Jun 11, 2026 |
| ---           | gpt-10-sol                     | Active     | ---                       | ---          |

## Past deprecations

| Shutdown date | Affected model | Status   | Recommended replacement | Notice date  |
| ------------- | -------------- | -------- | ----------------------- | ------------ |
| Jul 23, 2026  | `gpt-8`        | Shutdown | `gpt-9`                 | Apr 22, 2026 |

## Feature and endpoint deprecations

| Shutdown date | Feature         | Notice date  |
| ------------- | --------------- | ------------ |
| Nov 30, 2026  | Evals dashboard | Jun 3, 2026  |
"""


def read(page: str, day: date = date(2026, 8, 22)) -> Reading:
    return SOURCE.read(SOURCE, RawDocument(page.encode(), SOURCE.url, day))


def facts(page: str) -> dict[str, Fact]:
    return {fact.model_id: fact for fact in read(page).facts}


def test_the_history_of_announcements_is_read_whole_and_without_a_doubt() -> None:
    reading = read(HISTORY)

    assert [fact.model_id for fact in reading.facts] == [
        "gpt-9-0613", "gpt-9", "gpt-9-0613-completions", "gpt-9-1106-preview", "ft-gpt-9", "film-2", "gpt-9-0314",
        "gpt-9-late", "davinci", "gpt-9-0315",
    ]  # fmt: skip
    assert reading.unread == ()


def test_an_alias_has_its_snapshots_dates_and_evidence() -> None:
    snapshot, alias = facts(HISTORY)["gpt-9-0613"], facts(HISTORY)["gpt-9"]

    assert (snapshot.alias_of, alias.alias_of) == (None, "gpt-9-0613")
    assert alias.shutdown_on == snapshot.shutdown_on == date(2026, 10, 23)
    assert alias.deprecated_on == date(2026, 4, 22)
    assert alias.quote == snapshot.quote
    assert alias.url.endswith("#2026-04-22-old-snapshots")
    assert (alias.replacements, alias.replacement_text) == (("gpt-10",), "`gpt-10` (`reasoning.mode: pro`)")


def test_of_two_announcements_of_a_model_the_newest_counts_with_all_that_it_says() -> None:
    fact = facts(HISTORY)["gpt-9-1106-preview"]

    assert (fact.shutdown_on, fact.deprecated_on) == (date(2026, 10, 23), date(2026, 4, 22))
    assert (fact.replacements, fact.stated_status) == (("gpt-10",), None)


def test_a_sentence_retires_the_models_of_its_section_whose_day_has_come() -> None:
    assert facts(HISTORY)["gpt-9-0314"].stated_status is StatedStatus.RETIRED
    assert facts(HISTORY)["gpt-9-late"].stated_status is None


def test_no_break_hyphens_are_read_and_kept_in_the_quote() -> None:
    fact = facts(HISTORY)["gpt-9-0314"]

    assert fact.shutdown_on == date(2026, 3, 26)
    assert fact.quote == "| 2026\u201103\u201126 | `gpt-9-0314` | `gpt-10` or `gpt-9.1*` |"
    assert (fact.replacements, fact.replacement_text) == (("gpt-10", "gpt-9.1"), "`gpt-10` or `gpt-9.1*`")


def test_a_table_of_fine_tunes_leaves_the_base_model_alone() -> None:
    assert facts(HISTORY)["davinci"].replacements == ("davinci-002",)


def test_a_date_at_the_earliest_is_a_floor_and_a_legacy_model_is_legacy() -> None:
    fact = facts(HISTORY)["gpt-9-0315"]

    assert (fact.shutdown_on, fact.earliest_shutdown_on) == (None, date(2024, 6, 13))
    assert fact.stated_status is StatedStatus.LEGACY


def test_one_table_with_states_and_days_of_notice_is_read() -> None:
    reading = read(ONE_TABLE)
    said = {f.model_id: (f.alias_of, f.stated_status, f.shutdown_on, f.deprecated_on) for f in reading.facts}

    assert said == {
        "gpt-9": ("gpt-9-2025-08-07", StatedStatus.DEPRECATED, date(2026, 12, 11), date(2026, 6, 11)),
        "gpt-9-2025-08-07": (None, StatedStatus.DEPRECATED, date(2026, 12, 11), date(2026, 6, 11)),
        "gpt-10-sol": (None, StatedStatus.ACTIVE, None, None),
        "gpt-8": (None, StatedStatus.RETIRED, date(2026, 7, 23), date(2026, 4, 22)),
    }
    assert facts(ONE_TABLE)["gpt-9"].replacements == ("gpt-10-sol", "gpt-10-luna")
    assert reading.unread == ()


def test_html_gives_the_same_facts_as_markdown() -> None:
    html = (
        '<html><body><h1 id="page-top">Deprecations</h1><div><h3 id="2026-04-22-old">2026-04-22: Old<svg></svg></h3>'
        "</div><p>x</p><table><thead><tr><th>Shutdown date</th><th>Model / system</th><th>Recommended replacement</th>"
        "</tr></thead><tbody><tr><td>2026\u201103\u201126</td><td><code>gpt-9-0125</code> (including "
        "<code>gpt-9-p</code>, which point to this snapshot)</td><td><code>gpt-5</code>or<code>gpt-4.1*</code></td>"
        "</tr></tbody></table>"
    )
    markdown = (
        "# Deprecations\n### 2026-04-22: Old {#2026-04-22-old}\nx\n\n| Shutdown date | Model / system | Recommended "
        "replacement |\n|---|---|---|\n| 2026\u201103\u201126 | `gpt-9-0125` (including `gpt-9-p`, which point to this "
        "snapshot) | `gpt-5`or`gpt-4.1*` |\n"
    )

    assert read(html).facts == read(markdown).facts
    assert facts(html)["gpt-9-p"].replacements == ("gpt-5", "gpt-4.1")


def test_an_announcement_without_a_table_is_shown_to_somebody() -> None:
    prose = (
        "### 2026-10-14: gpt-9o\n\nWe notified developers using `gpt-9o` of its deprecation on January 14, 2027.\n\n"
    )
    empty = "### 2026-10-13: Chat\n\nThe `chat.create` call is deprecated.\n\n"
    reading = read(HISTORY.replace("### 2026-03-24", prose + empty + "### 2026-03-24"))

    assert reading.unread == (
        "2026-10-14: gpt-9o: We notified developers using `gpt-9o` of its deprecation on January 14, 2027.",
    )
    assert "gpt-9o" not in {fact.model_id for fact in reading.facts}
