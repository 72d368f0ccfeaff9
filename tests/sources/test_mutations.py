"""True pages are believed, broken ones are not: documents in the order of their days, and what may become of them.

What is done to pages here is what servers, proxies and new layouts have done to pages. Each is done to the real pages
of the three providers, where they are at hand, and to a made-up page of each.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from pathlib import Path

import pytest

from monitor.core.facts import Fact, Reading
from monitor.core.trust import Judgement, Verdict, judge
from monitor.sources.providers import anthropic, google, openai
from monitor.sources.spec import RawDocument, Source

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

Mutation = Callable[[str], str]


def read(source: Source, body: bytes, form: str, day: date) -> Reading:
    return source.read(source, RawDocument(body, source.url, day, MEDIA[form]))


# What servers answer instead of the page


def instead(body: str) -> Mutation:
    return lambda _: body


LOGIN = "<!doctype html><title>Sign in</title><main><h1>Sign in</h1><form><input name=email></form></main>"
CAPTCHA = "<!doctype html><title>Just a moment...</title><body><h1>Verify you are human</h1></body>"
CONSENT = "<!doctype html><title>Before you continue</title><h1>We value your privacy</h1><p>Accept all cookies</p>"
SORRY = "# Something went wrong\n\nWe could not load the deprecations of `gpt-4` and other models. Try again later.\n"


# What becomes of a page on its way


def first(part: int, of: int) -> Mutation:
    return lambda page: page[: len(page) * part // of]


def last_half(page: str) -> str:
    return page[len(page) // 2 :]


def as_latin_1(page: str) -> str:
    return page.encode("utf-8").decode("latin-1")


# What a new layout does to it


def without_tables(page: str) -> str:
    """Every table as nested divs."""
    page = re.sub(r"(?i)<(/?)(table|thead|tbody|tr|th|td)\b", r"<\1div", page)
    lines = []
    for line in page.split("\n"):
        if re.fullmatch(r"[\s|:-]*-{3}[\s|:-]*", line) and "|" in line:
            continue
        cells = line.strip().strip("|").split("|")
        lines.append(f"<div>{'</div><div>'.join(cells)}</div>" if len(cells) > 2 else line)
    return "\n".join(lines)


def headers(page: str, change: Callable[[list[str]], list[str]]) -> str:
    """The page with the cells of every table's header changed, its rows as they were."""

    def change_html(match: re.Match[str]) -> str:
        cells = iter(change([m[2] for m in re.finditer(r"(?is)(<th\b[^>]*>)(.*?)(</th>)", match[0])]))
        return re.sub(r"(?is)(<th\b[^>]*>)(.*?)(</th>)", lambda m: m[1] + next(cells) + m[3], match[0])

    page = re.sub(r"(?is)<tr\b[^>]*>(?:(?!</tr>).)*<th\b.*?</tr>", change_html, page)
    lines = page.split("\n")
    for number, line in enumerate(lines[:-1]):
        if line.strip().startswith("|") and re.fullmatch(r"[\s|:-]*-{3}[\s|:-]*", lines[number + 1]):
            lines[number] = f"| {' | '.join(change(line.strip().strip('|').split('|')))} |"
    return "\n".join(lines)


def renamed_headers(page: str) -> str:
    return headers(page, lambda cells: [f"Column {number}" for number, _ in enumerate(cells)])


def doubled_headers(page: str) -> str:
    return headers(page, lambda cells: [cells[0]] * len(cells))


def emptied_headers(page: str) -> str:
    return headers(page, lambda cells: [" "] * len(cells))


def shifted_headers(page: str) -> str:
    """Every header one column too far to the left, so that dates and ids stand under other titles."""
    return headers(page, lambda cells: [*cells[1:], cells[0]])


def swapped_dates(page: str) -> str:
    """The titles of the first two columns of dates in each other's place: a page that is well formed and untrue."""

    def swap(cells: list[str]) -> list[str]:
        dates = [n for n, cell in enumerate(cells) if re.search("(?i)date|retire|deprecated$", cell.strip(" *"))]
        if len(dates) > 1:
            cells[dates[0]], cells[dates[1]] = cells[dates[1]], cells[dates[0]]
        return cells

    return headers(page, swap)


def in_dutch(page: str) -> str:
    words = {
        "january": "januari", "february": "februari", "march": "maart", "may": "mei", "june": "juni", "july": "juli",
        "august": "augustus", "october": "oktober", "mar": "mrt", "oct": "okt", "not sooner than": "niet eerder dan",
        "shutdown date": "Einddatum", "retirement date": "Einddatum", "deprecated": "Verouderd", "retired": "Gestopt",
        "model": "Taalmodel", "recommended replacement": "Aanbevolen vervanging", "current state": "Huidige status",
        "release date": "Verschijningsdatum", "tentative": "Voorlopige", "active": "Actief",
    }  # fmt: skip
    longest_first = sorted(words, key=len, reverse=True)
    return re.sub(rf"(?i)\b({'|'.join(longest_first)})\b", lambda m: words[m[1].lower()], page)


MALFORMED: dict[str, Mutation] = {
    "a login page": instead(LOGIN),
    "a captcha": instead(CAPTCHA),
    "a consent page": instead(CONSENT),
    "an apology that names a model": instead(SORRY),
    "a blank page": instead("<!doctype html><html><body></body></html>"),
    "an empty answer": instead(""),
    "an error object": instead('{"error": {"message": "internal error", "code": 500}}'),
    "the first half": first(1, 2),
    "tables as divs": without_tables,
    "renamed headers": renamed_headers,
    "doubled headers": doubled_headers,
    "emptied headers": emptied_headers,
    "shifted headers": shifted_headers,
    "another language": in_dutch,
}
CUTS: dict[str, Mutation] = {f"{part} of 11 parts": first(part, 11) for part in range(1, 11)}


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
