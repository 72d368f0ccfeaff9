"""What a provider's changelog has of its own, as data."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from monitor.sources.changelogs.printed_ids import PrintedIds


@dataclass(frozen=True, slots=True)
class UpdateRules:
    """How a changelog is to be read.

    `ids`: how it prints model ids. `by_name`: a name in bold or with a link that has no id on the page is the model
    itself. `undated`: notices may stand outside of any update. `deprecated_ends`: "deprecated on" means that the model
    is not served any more. `ends_under`: titles of sections in which a heading that is a day says when models end.
    `left_out`: titles and sentences about something else than the service of models. `must_name`: what the page must
    speak of to be this provider's. `month_first`: see `read_date`.
    """

    ids: PrintedIds = field(default_factory=PrintedIds)
    by_name: bool = False
    undated: bool = False
    deprecated_ends: bool = False
    ends_under: re.Pattern[str] | None = None
    left_out: re.Pattern[str] | None = None
    must_name: re.Pattern[str] | None = None
    month_first: bool = False

    def is_left_out(self, text: str) -> bool:
        """Whether a title or a sentence is about something else."""
        return self.left_out is not None and self.left_out.search(text) is not None

    def says_ends(self, title: str) -> bool:
        """Whether the days that are headings below this title are those on which models end."""
        return self.ends_under is not None and self.ends_under.search(title) is not None
