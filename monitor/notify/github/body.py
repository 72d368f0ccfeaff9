"""An alert as the text of an issue. The issue is found again by a mark in it that no reader sees."""

from __future__ import annotations

from dataclasses import dataclass, replace

from monitor.core.alerts import Alert, Notice
from monitor.core.lifecycle import Status
from monitor.core.tickets import Resolved, is_over, ticket_key, ticket_of
from monitor.notify import wording
from monitor.notify.foreign import clean, own_link, shorten
from monitor.notify.lines import entry
from monitor.notify.markdown import escape, write
from monitor.notify.phrase import plain
from monitor.notify.readings import facts_as_of

LONGEST_TITLE = 250  # of 256
MOST_PLACES = 100


@dataclass(frozen=True, slots=True)
class Issue:
    """What an issue is to say: `mark` finds it, `told` is the news that its last change brought."""

    mark: str
    told: str
    title: str
    body: str
    news: str
    over: bool


def mark(project: str, provider: str, model_id: str, scope: str = "") -> str:
    """The word by which the issue of a project's model is found."""
    return f"model-monitor-{ticket_of(project, provider, model_id, scope)}"


def of_notice(notice: Notice, *, link: str | None = None) -> list[Issue]:
    """One issue for each model of a notice that a source names: of others there is no end that would close it."""
    known = (alert for alert in wording.ordered(notice) if alert.status is not Status.UNKNOWN)
    return [_issue(alert, notice, link) for alert in known]


def of_resolved(resolved: Resolved) -> Issue:
    """The end of an issue, whatever it said."""
    model, project = shorten(clean(resolved.model_id), 120), wording.name(resolved.project)
    return Issue(
        mark=mark(resolved.project, resolved.provider, resolved.model_id, resolved.scope),
        told=_told(resolved.project, "resolved", resolved.at.isoformat()),
        title="",
        body="",
        news=f"Closed: {escape(resolved.why)} (`{model.replace('`', '')}`, {escape(project)}).",
        over=True,
    )


def _issue(alert: Alert, notice: Notice, link: str | None) -> Issue:
    written = entry(alert, notice)
    places = [f"- {write(wording.place(p))}" for p in alert.places[:MOST_PLACES]]
    more = len(alert.places) - len(places)
    address = own_link(link or "")
    lines = [
        *(f"{write(line)}\n" for line in written.lines),
        f"**Pinned in {escape(wording.name(notice.project))}, by the {escape(wording.team_of(notice.team))}**\n",
        *places,
        *([f"- and {wording.counted(more, 'more place', 'more places')}"] if more > 0 else []),
        "",
        escape(facts_as_of(replace(notice, alerts=(alert,)))),
        *([f"[All models of this project](<{address}>)"] if address else []),
    ]
    title = f"{plain(written.title)} · {wording.name(notice.project)}"
    return Issue(
        mark=mark(notice.project, alert.provider, alert.model_id, alert.scope),
        told=_told(alert.dedup_key),
        title=shorten(title, LONGEST_TITLE),
        body="\n".join(lines),
        news=write(written.title),
        over=is_over(alert),
    )


def _told(*parts: str) -> str:
    return f"told-{ticket_key(*parts)}"
