"""One update of a changelog: which models it ends, when, and what it says to use instead.

Titles, rows and sentences are read in their order (see `notices`). A list belongs to the sentence or the title right
above it, so that models which "remain active" are not taken for those which do not. What speaks of the end of a model
and is not understood is a doubt, told with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Literal

from monitor.core.dates import DateBound
from monitor.sources.changelogs import notices
from monitor.sources.changelogs.drafts import Draft, Drafts
from monitor.sources.changelogs.mentions import Line, read_line
from monitor.sources.changelogs.notices import Ending
from monitor.sources.changelogs.printed_ids import PrintedIds
from monitor.sources.changelogs.update_days import UpdateCalendar
from monitor.sources.changelogs.update_rules import UpdateRules
from monitor.sources.document import MAX_QUOTE, Section, Text, clip
from monitor.sources.entries import MAX_PLACE, Entry
from monitor.sources.pages import Page
from monitor.sources.prose.days import Stated

_INSTEAD = re.compile(r"\b(?:recommended|suggested) (?:replacement|alternative|model)|\balternatives\b", re.IGNORECASE)
_ALIVE = re.compile(r"\b(?:remain|still|new|added|active|available|unaffected)\b", re.IGNORECASE)
_GOES_ON = re.compile(r"migrat|replac|recommend|action|required|affected|guide|deprecat|retir|models?\b", re.IGNORECASE)
_BOLD_SUBJECT = re.compile(r"\*\*[^*:]+\*\*(?:,? (?:and )?\*\*[^*:]+\*\*)* (?:is|are|was|were|has|have|will)\b")
_SPLIT_ID = re.compile(r"[\W_]+")


@dataclass(slots=True)
class _Notice:
    """Where we are in a notice: what a title in bold begins, or the whole update.

    `models`: those that it speaks of; `is_fresh`: so did the sentence before, in the same paragraph. `open`: what it
    says of models in a list below; `quote` and `section`: where; `has_rows`: some have come.
    `rows_are`: what the list right below is. `kind`: of which kind its models are. `listed`: recommended in a list, by
    kind. `pending`: recommended before the models were named.
    """

    models: list[Draft] = field(default_factory=list)
    open: Ending | None = None
    quote: str = ""
    section: Section | None = None
    has_rows: bool = False
    is_fresh: bool = False
    rows_are: Literal["", "gone", "instead", "doubtful"] = ""
    kind: str = ""
    listed: list[tuple[str, str]] = field(default_factory=list)
    pending: tuple[list[str], str] = ([], "")

    def when(self, section: Section) -> Stated | None:
        """The date that was given above in the same section."""
        return self.open.when if self.open is not None and self.section is section else None

    def begin_list(self, stated: Ending, quote: str, section: Section) -> None:
        """Models that end stand below."""
        if stated.when is not None or self.when(section) is None:
            self.quote, self.has_rows = quote, False
        self.open, self.section = replace(stated, when=stated.when or self.when(section)), section
        self.rows_are = "gone"

    def end_list(self) -> None:
        """What stands below is no list that we know."""
        self.rows_are, self.kind = "", ""


class Update:
    """Reads one update; `ids` are those of the whole page."""

    def __init__(self, page: Page, rules: UpdateRules, ids: PrintedIds, label: DateBound | None) -> None:
        self.page, self.rules, self.label = page, rules, label
        self.calendar = UpdateCalendar(page.document, page.read_on, label, rules.month_first)
        self.drafts = Drafts(rules, ids)
        self.notice = _Notice()
        self.section = Section()
        self.subject: str | None = None  # the model that the heading names

    def heading(self, section: Section, ends_on: DateBound | None = None) -> None:
        """Read a heading. `ends_on`: it is the day on which the models below it end."""
        self.section = section
        self.notice.end_list()
        if ends_on is not None:
            self.notice.begin_list(Ending(others="below", deprecated=True, when=ends_on), section.title, section)
            return
        self.subject = self.drafts.ids.named(section.title)
        self._title(self._line(section.title, names=True), section.title)

    def text(self, section: Section, text: Text) -> None:
        """Read a paragraph or an item."""
        self.section, printed = section, text.text
        line = self._line(printed, names=self.notice.open is not None or notices.may_end(printed))
        if printed.startswith("**") and printed.endswith("**") and "**" not in printed[2:-2]:
            self._bold_title(line, printed)
        elif not self._row(line, printed):
            self.notice.end_list()
            self.notice.is_fresh = False
            for sentence in notices.sentences(line.text):
                if not self.rules.is_left_out(line.plain(sentence)):
                    self._sentence(sentence, line, printed)
            if self.notice.rows_are == "instead" and not line.text.endswith(":"):
                self.notice.end_list()

    def entries(self) -> Iterator[Entry]:
        """What the update says; what it leaves in doubt goes to the page's `unread`, each with its place."""
        self._settle()
        unread: list[str] = []
        yield from self.drafts.entries(self.label, unread)
        where = self.section.path[-1] if self.section.path else "top"
        self.page.unread.extend(clip(f"{where}: {what}", MAX_PLACE) for what in unread)

    # ------------------------------------------------------------------------------------------- titles

    def _title(self, line: Line, printed: str) -> None:
        """A title says what the rows below it are, and sometimes all that there is to say."""
        stated = notices.ending(line.text, self.calendar, is_title=True)
        if stated is not None and stated.others not in {"these", "it"}:
            self._end(stated, line, line.text, printed)
        elif _INSTEAD.search(line.text) is not None:
            self.notice.rows_are = "instead"
        elif _ALIVE.search(line.text) is not None or _GOES_ON.search(line.text) is None:
            self._close()
        elif notices.is_about_an_end(line.text):
            self.notice.rows_are = "doubtful"

    def _bold_title(self, line: Line, printed: str) -> None:
        is_kind = self.notice.rows_are == "instead" and _ALIVE.search(line.text) is None
        kind = notices.kind_of(line.text) if is_kind else None
        if kind is not None:
            self.notice.kind = kind
            return
        self._settle()
        self.notice = _Notice()
        self._title(line, printed)

    # ------------------------------------------------------------------------------------------- rows

    def _row(self, line: Line, printed: str) -> bool:
        """Read a row of a list; whether the text is one."""
        if (pair := notices.pair(line.text)) is not None:
            drafts = self._rows_end(line, pair[0], printed)
            for draft in drafts:
                self.drafts.in_pairs.add(draft.model_id)
                draft.recommend(*self.drafts.replacements(line, pair[1]))
                if "(alias" in pair[1] and draft.instead:
                    draft.redirects_to = draft.instead[0]
            return bool(drafts)
        rows_are = self.notice.rows_are
        bare = notices.bare(line.text)
        first = notices.described(line.text) if bare is None and rows_are in {"gone", "instead"} else None
        if bare is None and first is None:
            if is_unclear := rows_are == "gone" and notices.is_unclear_row(line.text):
                self.drafts.doubt_line(line, line.text)
            return is_unclear
        marks, kind = bare or (first or "", "")
        if rows_are == "gone":
            self._rows_end(line, marks, printed)
        elif rows_are == "instead":
            recommended = self.drafts.ids_of(line.found(marks))
            self.notice.listed += [(kind or self.notice.kind, model_id) for model_id in recommended]
        elif rows_are == "doubtful":
            self.drafts.doubt_line(line, marks)
        return True

    def _rows_end(self, line: Line, marks: str, printed: str) -> list[Draft]:
        """The models of a row that end: by what is said above the list, or by what was said of each before it."""
        notice = self.notice
        if self.rules.says_ends(self.section.title):
            self.drafts.doubt_line(line, marks)  # there is no day above it
            notice.has_rows = True
            return []
        models = self.drafts.models(line, marks, line.text)
        if notice.open is None:
            return [draft for model in models if (draft := self.drafts.find(model)) is not None]
        notice.has_rows = True
        above = clip(notice.quote, MAX_QUOTE - len(clip(printed, MAX_QUOTE // 2)) - 1)
        drafts = [self._draft(model, f"{above} {printed}") for model in models]
        for draft in drafts:
            when, doubt = notices.row_day(line.text, self.calendar)
            stated = replace(notice.open, when=when) if when is not None else notice.open
            self._state(draft, replace(stated, doubt=doubt) if doubt and stated.when is None else stated)
            if not draft.instead and any(notice.pending):
                draft.recommend(*notice.pending)
        return drafts

    # ------------------------------------------------------------------------------------------- sentences

    def _sentence(self, sentence: str, line: Line, printed: str) -> None:
        """A sentence may say that models end, where their requests go, and what to use instead."""
        stated = notices.ending(sentence, self.calendar)
        redirect = notices.redirect(sentence)
        part = notices.advice(sentence)
        if stated is not None:
            self._end(stated, line, sentence, printed)
        if redirect is not None:
            self._redirect(line, *redirect, sentence, printed)
        if part is not None:
            self._advise(line, part)
        if stated is None and redirect is None and part is None and notices.is_about_an_end(sentence):
            self.notice.end_list()
            if self.rules.by_name and _BOLD_SUBJECT.match(printed) is not None:
                self.drafts.doubt(line.plain(sentence))
            elif not notices.is_about_a_feature(sentence):
                self.drafts.doubt_line(line, sentence)
        self.notice.is_fresh = stated is not None or (self.notice.is_fresh and part is not None)

    def _end(self, stated: Ending, line: Line, sentence: str, printed: str) -> None:
        """Models end: those that a sentence names, those in the list below it, or those of the sentence before."""
        quote = printed if len(printed) <= MAX_QUOTE else line.printed(sentence)
        if stated.others == "below":
            self.notice.begin_list(stated, quote, self.section)
        elif stated.others:
            self._end_these(stated, quote)
        else:
            for model in self.drafts.models(line, stated.models, sentence):
                self.notice.has_rows = True
                when = stated.when or self.notice.when(self.section)
                self._state(self._draft(model, quote), replace(stated, when=when))

    def _end_these(self, stated: Ending, quote: str) -> None:
        """A sentence goes on about the models before it, or is about the model of the heading."""
        known = self.notice.models if stated.others == "these" or self.notice.is_fresh else []
        if not self.notice.models and self.subject is not None:
            known = [self._draft(self.subject, quote)]
        for draft in known if stated.when is not None or not self.notice.models else ():
            self._state(draft, stated)

    def _state(self, draft: Draft, stated: Ending) -> None:
        draft.state(stated, self.page.read_on, deprecated_ends=self.rules.deprecated_ends)
        if stated.doubt:
            self.drafts.doubt(f"{draft.model_id}: {stated.doubt}")

    def _redirect(self, line: Line, named: str, to: str, sentence: str, printed: str) -> None:
        """Requests to a model, or to that of the heading, or to the only one of the update, go to another."""
        target = self.drafts.ids.behind(line.mentions[to])
        models = self.drafts.models(line, named, sentence) or ([self.subject] if self.subject is not None else [])
        if not models:
            known = [draft.model_id for draft in self.drafts]
            models = known if len(known) == 1 else []
        if target is None or not models:
            self.drafts.doubt_line(line, sentence)
            return
        when = notices.only_day(sentence, self.calendar)
        for model in models:
            draft = self._draft(model, printed)
            draft.redirects_to = target
            draft.shutdown = draft.shutdown or when

    def _advise(self, line: Line, part: str) -> None:
        """Other models are recommended: to those of the notice that have none yet, or to those in a list below."""
        notice = self.notice
        found = self.drafts.replacements(line, part)
        for draft in notice.models:
            draft.advise(*found)
        if not notice.models or (notice.open is not None and not notice.has_rows):
            notice.pending = found
        if notice.rows_are != "gone" or part.endswith(":"):
            notice.rows_are = "instead"

    # ------------------------------------------------------------------------------------------- the end of a notice

    def _settle(self) -> None:
        """What its lists recommend goes to the models that have nothing yet, by their kind."""
        notice = self.notice
        for draft in notice.models:
            if not draft.instead and notice.listed:
                words = set(_SPLIT_ID.split(draft.model_id.lower()))
                own = [model_id for kind, model_id in notice.listed if kind in words]
                draft.recommend(own or [model_id for _, model_id in notice.listed], draft.instead_text)
            if not draft.instead and notice.pending[0]:
                draft.recommend(*notice.pending)
        self._close()

    def _close(self) -> None:
        """A list that a sentence spoke of does not come any more."""
        if self.notice.open is not None and not self.notice.has_rows:
            self.drafts.doubt(f"no models below: {self.notice.quote}")
        self.notice.open = None

    def _draft(self, model_id: str, quote: str) -> Draft:
        draft = self.drafts.of(model_id, self.section, quote)
        if all(draft is not other for other in self.notice.models):
            self.notice.models.append(draft)
        return draft

    def _line(self, text: str, *, names: bool) -> Line:
        line = read_line(text, self.rules.ids.shape, names=names)
        return self.drafts.ids.marked(line) if names else line
