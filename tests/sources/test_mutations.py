"""True pages are believed, broken ones are not: documents in the order of their days, and what may become of them.

What is done to pages here is what servers, proxies and new layouts have done to pages. Each is done to the real pages
of the three providers, where they are at hand, and to a made-up page of each.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from monitor.core.facts import Fact, Reading
from monitor.core.trust import Judgement, Verdict, judge
from monitor.sources.providers import anthropic, google, openai
from monitor.sources.spec import RawDocument, Source
from tests.sources.mutators import CUTS, MALFORMED, as_latin_1, last_half, swapped_dates

SOURCES = {s.id: s for module in (openai, anthropic, google) for s in module.SOURCES if s.id.endswith("/deprecations")}
MEDIA = {"md": "text/markdown", "html": "text/html"}

# The newest document in each form that the shared documents have.
REAL = {
    "openai in Markdown": "openai/deprecations/2026-08-21-mnfst-deprecations.md",
    "openai in HTML": "openai/deprecations/2025-11-13-deprss-openai_deprecations.html",
    "anthropic in Markdown": "anthropic/deprecations/2026-08-22-mnfst-deprecations.md",
    "anthropic in HTML": "anthropic/deprecations/2025-05-27-swilliams-html-resources_model-deprecations.html",
    "google in Markdown": "google/deprecations/2026-08-21-mnfst-deprecations.md",
}
TODAY = date(2026, 8, 22)


def table(*rows: str) -> str:
    header, *body = rows
    return "\n".join([header, re.sub(r"[^|]+", " --- ", header), *body, ""])


OPENAI = "\n".join(
    [
        "# Deprecations\n\n## Overview\n\nThis page lists the models that end.\n",
        *(
            f"### 2026-0{month}-05: Snapshots of month {month}\n\nOn this day, we told their users.\n\n"
            + table(
                "| Shutdown date | Model / system | Recommended replacement |",
                *(f"| 2026-1{month % 3}-0{n} | `gpt-{month}-000{n}` | `gpt-9` |" for n in range(1, 8)),
            )
            for month in (6, 4, 2)
        ),
    ]
)
ANTHROPIC = "\n".join(
    [
        "# Model deprecations\n\n## Model status\n",
        table(
            "| API Model Name | Current State | Deprecated | Tentative Retirement Date |",
            *(f"| `claude-{n}` | Deprecated | March {n}, 2026 | October {n}, 2026 |" for n in range(1, 10)),
            *(f"| `claude-{n}` | Active | N/A | Not sooner than May {n}, 2027 |" for n in range(10, 16)),
        ),
        "## Deprecation history\n\n### 2026-03-01: Nine models\n\nOn March 1, 2026, we told their users.\n",
        table(
            "| Retirement Date | Deprecated Model | Recommended Replacement |",
            *(f"| October {n}, 2026 | `claude-{n}` | `claude-15` |" for n in range(1, 10)),
        ),
    ]
)
GOOGLE = "\n".join(
    [
        "# Gemini deprecations\n\nThe dates are the earliest possible ones.\n",
        *(
            f"## Gemini {major} models\n\n"
            + table(
                "| Model | Release date | Shutdown date | Recommended replacement |",
                *(
                    f"| gemini-{major}.{n} | May {n}, 2025 | June {n + 8}, {2024 + major} | gemini-9 |"
                    for n in range(1, 9)
                ),
            )
            for major in (3, 2)
        ),
    ]
)
MADE_UP = {
    "a made-up page of openai": ("openai/deprecations", OPENAI),
    "a made-up page of anthropic": ("anthropic/deprecations", ANTHROPIC),
    "a made-up page of google": ("google/deprecations", GOOGLE),
}


def read(source: Source, body: bytes, form: str, day: date) -> Reading:
    return source.read(source, RawDocument(body, source.url, day, MEDIA[form]))


@dataclass(frozen=True, repr=False)
class Case:
    """A real page: what it says, and how the same source would judge another text in its place."""

    source: Source
    form: str
    day: date
    whole: str

    def __repr__(self) -> str:
        return f"{self.source.id} of {self.day}"

    def read(self, text: str) -> Reading:
        return read(self.source, text.encode(), self.form, self.day)

    @cached_property
    def truth(self) -> tuple[Fact, ...]:
        return self.read(self.whole).facts

    def judge(self, text: str) -> tuple[Reading, Judgement]:
        reading = self.read(text)
        return reading, judge(reading, self.truth, self.source.guards, read_on=self.day)


@pytest.fixture(scope="module", params=[*MADE_UP, *REAL])
def case(request: pytest.FixtureRequest) -> Case:
    if request.param in MADE_UP:
        source_id, text = MADE_UP[request.param]
        return Case(SOURCES[source_id], "md", TODAY, text)
    path = request.getfixturevalue("shared") / "pages" / REAL[request.param]
    source = SOURCES[REAL[request.param].rpartition("/")[0]]
    return Case(source, path.suffix[1:], date.fromisoformat(path.name[:10]), path.read_text("utf-8"))


def untrue(reading: Reading, truth: tuple[Fact, ...]) -> list[str]:
    """Models that the page does not have, and facts that it does not state; evidence may be shorter."""
    said = {f.key: replace(f, quote="", url="") for f in truth}
    return [f.model_id for f in reading.facts if said.get(f.key) != replace(f, quote="", url="")]


def test_a_whole_page_is_admitted_again(case: Case) -> None:
    reading, judgement = case.judge(case.whole)

    assert (judgement, untrue(reading, case.truth)) == (Judgement(Verdict.ADMIT), [])
    assert len(case.truth) >= 15


@pytest.mark.parametrize("mutation", sorted(MALFORMED))
def test_a_broken_page_is_rejected(case: Case, mutation: str) -> None:
    broken = MALFORMED[mutation](case.whole)
    assert broken != case.whole

    reading, judgement = case.judge(broken)

    assert judgement.verdict is Verdict.REJECT, (judgement, len(reading.facts), len(case.truth))


@pytest.mark.parametrize("mutation", list(CUTS))
def test_a_cut_page_is_not_admitted_or_states_nothing_untrue(case: Case, mutation: str) -> None:
    """What it no longer states is no reprieve: facts stand when their rows are gone."""
    reading, judgement = case.judge(CUTS[mutation](case.whole))

    assert judgement.verdict is not Verdict.ADMIT or untrue(reading, case.truth) == []


@pytest.mark.parametrize("mutation", list(CUTS))
def test_a_cut_page_invents_no_model_and_no_date_even_if_it_comes_twice(case: Case, mutation: str) -> None:
    reading, judgement = case.judge(CUTS[mutation](case.whole))

    ends = {f.key: (f.shutdown_on, f.earliest_shutdown_on) for f in case.truth}
    assert (
        judgement.verdict is Verdict.REJECT
        or {f.model_id for f in reading.facts if ends.get(f.key) != (f.shutdown_on, f.earliest_shutdown_on)} == set()
    )


def test_a_page_in_the_wrong_character_set_is_rejected_or_has_the_same_dates(case: Case) -> None:
    reading, judgement = case.judge(as_latin_1(case.whole))

    assert judgement.verdict is Verdict.REJECT or {f.key: f.shutdown_on for f in reading.facts} == {
        f.key: f.shutdown_on for f in case.truth
    }


def test_a_page_without_its_newest_half_is_not_admitted_or_states_nothing_untrue(case: Case) -> None:
    """An older announcement of the same model must not take the place of the newest."""
    reading, judgement = case.judge(last_half(case.whole))

    assert judgement.verdict is not Verdict.ADMIT or untrue(reading, case.truth) == []


def test_dates_under_each_others_titles_are_rejected(case: Case) -> None:
    reading, judgement = case.judge(swapped_dates(case.whole))

    one_column = case.source.provider == "openai"  # where there is nothing to swap
    assert judgement.verdict is (Verdict.ADMIT if one_column else Verdict.REJECT), untrue(reading, case.truth)


def history(shared: Path, source_id: str) -> Iterator[tuple[date, str, str]]:
    """Day, form and path of a source's dated documents, oldest first."""
    with (shared / "pages" / "MANIFEST.tsv").open(newline="") as manifest:
        rows = [row for row in csv.DictReader(manifest, delimiter="\t") if row["source"] == source_id]
    dated = sorted((row["date"], row["path"], row["format"]) for row in rows if row["date"] != "unknown")
    for day, path, form in dated:
        yield date.fromisoformat(day), form, path


@pytest.mark.parametrize("source_id", sorted(SOURCES))
def test_no_true_document_is_rejected_in_the_order_of_its_days(source_id: str, shared: Path) -> None:
    source, known, verdicts = SOURCES[source_id], (), []
    for day, form, path in history(shared, source_id):
        reading = read(source, (shared / "pages" / path).read_bytes(), form, day)
        judgement = judge(reading, known, source.guards, read_on=day)
        verdicts.append((path, judgement))
        known = reading.facts
    assert verdicts
    assert [(path, j.reason) for path, j in verdicts if j.verdict is Verdict.REJECT] == []
    assert [path for path, j in verdicts if j.verdict is Verdict.ADMIT], "the rules hold something back, but not all"


def test_the_real_page_in_another_language_is_rejected(shared: Path) -> None:
    source = SOURCES["anthropic/deprecations"]
    localized = [path for _, _, path in history(shared, "anthropic/localized") if "/deprecations/" in path]
    assert localized
    for path in localized:
        reading = read(source, (shared / "pages" / path).read_bytes(), "md", TODAY)
        assert judge(reading, (), source.guards, read_on=TODAY).verdict is Verdict.REJECT, path
