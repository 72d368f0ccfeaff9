"""What holds for the page of any provider, as tests that its own test inherits."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

import pytest

from monitor.core.facts import Fact, Reading
from monitor.core.trust import Judgement, Verdict, judge
from monitor.sources.registry import find_source
from tests.sources.mutators import CUTS, MALFORMED, Mutation


class PageTests:
    """A subclass says which source reads `page`, a made-up one, and on which `day` (UTC)."""

    source: ClassVar[str]
    page: ClassVar[str]
    day: ClassVar[date] = date(2026, 8, 22)

    def read(self, page: str) -> Reading:
        """What the source makes of a page."""
        return find_source(self.source).reading_of(page.encode(), None, self.day)

    def facts(self, page: str) -> dict[str, Fact]:
        """The facts of a page by model id."""
        return {fact.model_id: fact for fact in self.read(page).facts}

    def judged(self, page: str) -> Judgement:
        """The verdict on a page that comes after the whole one."""
        return judge(self.read(page), self.read(self.page).facts, find_source(self.source).guards, read_on=self.day)

    def test_the_page_is_believed_and_all_of_it_understood(self) -> None:
        assert self.read(self.page).unread == ()
        assert self.judged(self.page) == Judgement(Verdict.ADMIT)

    @pytest.mark.parametrize("mutation", MALFORMED.values(), ids=MALFORMED)
    def test_what_is_not_this_page_any_more_is_not_believed(self, mutation: Mutation) -> None:
        assert self.judged(mutation(self.page)).verdict is not Verdict.ADMIT

    @pytest.mark.parametrize("cut", CUTS.values(), ids=CUTS)
    def test_a_page_that_breaks_off_states_nothing_new(self, cut: Mutation) -> None:
        part, whole = cut(self.page), self.facts(self.page)

        if self.judged(part).verdict is Verdict.ADMIT:
            found = self.facts(part)
            assert found.keys() <= whole.keys()
            assert [m for m, f in found.items() if f.shutdown_on != whole[m].shutdown_on] == []
