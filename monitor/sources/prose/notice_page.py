"""Pages that end models in sentences, with lifecycle tables beside them or without."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from monitor.core.dates import DateBound
from monitor.core.facts import Fact, StatedStatus
from monitor.sources.document import clip
from monitor.sources.entries import MAX_PLACE, Entry, newest
from monitor.sources.names import Names
from monitor.sources.pages import Page, fact_of, read_page
from monitor.sources.prose.announcements import quoted, read_notices
from monitor.sources.prose.days import day_of_title
from monitor.sources.prose.sentences import Ids
from monitor.sources.spec import Reader
from monitor.sources.tables import TableRules, read_tables


def notice_page(ids: Ids, rules: TableRules | None = None) -> Reader:
    """A reader for a page of sentences ("`x` will be shut down on …"), and of the lifecycle tables on it.

    `ids`: how its sentences print the ids of models; `rules`: what its tables have of their own. Of a model in several
    notices the newest counts; of one that also has a row, the row, and what it leaves open the notice says.
    """
    rules = rules or TableRules()

    def facts(page: Page) -> Iterator[Fact]:
        rows = newest(read_tables(page.document.sections, rules, page.unread), page.unread)
        announced = (_announced(entry, rules) for entry in read_notices(page, ids))
        notices = newest(announced, page.unread)
        names = Names.of(rows.values())
        for key in rows | notices:
            row, notice = rows.get(key), notices.get(key)
            entry = _both(row, notice, page.unread) if row and notice else row or notice
            if entry is not None:
                yield fact_of(page, replace(entry, replacements=names.resolved(entry.replacements)))

    return lambda source, raw: read_page(source, raw, facts)


def _announced(notice: Entry, rules: TableRules) -> Entry:
    """A notice with the day of its announcement: the one stated, or that of the heading; never that of the end."""
    day = notice.announced_on or (day_of_title(notice.section) if rules.headings_announce else None)
    is_the_end = notice.firm_day is not None and day is not None and day >= notice.firm_day
    return replace(notice, announced_on=None if is_the_end else day)


def _both(row: Entry, notice: Entry, unread: list[str]) -> Entry:
    """A model's row, with what its notice says beyond it, and both as evidence."""
    mine, its = (e.firm_day or e.floor_day for e in (row, notice))
    if mine and its and mine != its:
        unread.append(clip(f"{row.named.model_id} twice: {row.quote} and {notice.quote}", MAX_PLACE))
    open_status = row.status in {None, StatedStatus.ACTIVE}
    return replace(
        row,
        quote=notice.quote if notice.quote.endswith(row.quote) else quoted(notice.quote, row.quote),
        shutdown=row.shutdown if isinstance(row.shutdown, DateBound) else notice.shutdown or row.shutdown,
        status=notice.status or row.status if open_status else row.status,
        announced_on=max(filter(None, (row.announced_on, notice.announced_on)), default=None),
        deprecated_on=row.deprecated_on or notice.deprecated_on,
        replacements=row.replacements if row.replacements.model_ids else notice.replacements,
        redirects_to=row.redirects_to or notice.redirects_to,
    )
