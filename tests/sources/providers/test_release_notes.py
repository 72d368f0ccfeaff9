"""Release notes and price lists of providers that have never told of an end: quiet pages are good, others are not."""

from __future__ import annotations

from datetime import date

import pytest

from monitor.core.facts import Reading
from monitor.core.trust import Verdict, judge
from monitor.sources.providers import minimax, z_ai
from monitor.sources.spec import Source

SOURCES = {source.id: source for module in (minimax, z_ai) for source in module.SOURCES if not source.is_list}
TODAY = date(2026, 8, 21)

QUIET = {
    "minimax/releases": "# Models\n\n> MiniMax's latest model releases.\n\n#### Jul. 31, 2026\n\n"
    '<Card title="Alpha H3" href="https://www.minimax.io/blog/alpha">\n  New. Offer ends August 7, 2026.\n</Card>\n',
    "minimax/api-overview": "# API Overview\n\n> Overview of MiniMax API capabilities.\n\n## LLM\n\n"
    "| Model Name | Description |\n| --- | --- |\n| Alpha-H3 | The latest |\n",
    "z-ai/releases": "# New Released\n\n> Follow along with updates across Z.AI’s models\n\n## Models\n\n"
    '<Update label="2026-08-18" description="  Alpha-5">\n  * Beats Alpha-4. Requests are routed faster.\n</Update>\n',
    "z-ai/pricing": "# Pricing\n\n> This page provides pricing for Z.AI’s models and tools.\n\n"
    "| Model | Input |\n| --- | --- |\n| Alpha-5 | \\$1.4 |\n",
}


def read(source: Source, page: str) -> Reading:
    return source.reading_of(page.encode(), "text/markdown", TODAY)


@pytest.mark.parametrize("source_id", sorted(QUIET))
def test_a_quiet_page_is_believed_and_says_nothing(source_id: str) -> None:
    reading = read(SOURCES[source_id], QUIET[source_id])

    assert (reading.facts, reading.unread) == ((), ())
    assert judge(reading, (), SOURCES[source_id].guards, read_on=TODAY).verdict is Verdict.ADMIT


@pytest.mark.parametrize("source_id", sorted(QUIET))
def test_a_notice_is_read_should_there_ever_be_one(source_id: str) -> None:
    page = QUIET[source_id] + "\n## August 20, 2026\n\nThe `alpha-3` model will be retired on October 1, 2026.\n"
    (fact,) = read(SOURCES[source_id], page).facts

    assert (fact.model_id, fact.shutdown_on, fact.deprecated_on) == ("alpha-3", date(2026, 10, 1), date(2026, 8, 20))


@pytest.mark.parametrize("source_id", sorted(QUIET))
@pytest.mark.parametrize("other", ["sign-in", "not found", *sorted(QUIET)])
def test_another_page_is_rejected(source_id: str, other: str) -> None:
    pages = QUIET | {"sign-in": "# Sign in\n\nPassword\n", "not found": "# Page not found\n\nNo such page.\n"}
    if other == source_id:
        return
    reading = read(SOURCES[source_id], pages[other])

    assert judge(reading, (), SOURCES[source_id].guards, read_on=TODAY).verdict is Verdict.REJECT
