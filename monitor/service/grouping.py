"""What is new in a round -> as few messages as can be: one a project, or one a team when much comes at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from monitor.core.alerts import Alert, AlertKind, Notice
from monitor.core.urgency import order
from monitor.imports.uses import total
from monitor.store.registry import TeamRow

MOST_PROJECTS = 3  # of a team with news in one round; if there are more, they share a message


@dataclass(frozen=True, slots=True)
class News:
    """One alert that is new, and whose it is."""

    project: str
    team: TeamRow
    alert: Alert


@dataclass(frozen=True, slots=True)
class Round:
    """One notice that is to be sent; `what` names its project, or its team where it carries several.

    `dedup_keys` are those of all alerts that are in it.
    """

    team: TeamRow
    notice: Notice
    what: str
    dedup_keys: tuple[str, ...]


def grouped(news: Iterable[News], today: date) -> Iterator[Round]:
    """The notices of a round on `today` (UTC). A first look at a project is a summary of its own, and not joined."""
    teams: defaultdict[int, defaultdict[str, list[News]]] = defaultdict(lambda: defaultdict(list))
    for n in news:
        teams[n.team.id][n.project].append(n)
    for projects in teams.values():
        first = {name: items for name, items in projects.items() if _is_first_look(items)}
        others = {name: items for name, items in projects.items() if name not in first}
        if len(others) > MOST_PROJECTS:
            yield _of_team(others, today)
            others = {}
        for name, items in sorted((first | others).items()):
            yield _of_project(name, items, today)


def _is_first_look(items: Iterable[News]) -> bool:
    return all(n.alert.kind is AlertKind.BASELINE for n in items)


def _of_project(name: str, items: list[News], today: date) -> Round:
    team = items[0].team
    found = [n.alert for n in items]
    notice = _notice(team, name, found, today, baseline=_is_first_look(items))
    return Round(team, notice, name, tuple(a.dedup_key for a in notice.alerts))


def _of_team(projects: dict[str, list[News]], today: date) -> Round:
    """One notice for all: what several projects are told of a model, in the same words, is told once."""
    same: defaultdict[tuple[object, ...], list[News]] = defaultdict(list)
    items = [n for name in sorted(projects) for n in projects[name]]
    for n in items:
        a = n.alert
        same[a.provider, a.model_id, a.kind, a.shutdown_on, a.before, a.note].append(n)
    joined = [
        replace(
            group[0].alert,
            places=tuple(replace(place, project=n.project) for n in group for place in n.alert.places),
            tokens=total(n.alert.tokens for n in group),
        )
        for group in same.values()
    ]
    team = items[0].team
    notice = replace(_notice(team, "", joined, today), projects=tuple(sorted(projects)))
    return Round(team, notice, f"team {team.name}", tuple(sorted(n.alert.dedup_key for n in items)))


def _notice(team: TeamRow, project: str, found: Iterable[Alert], today: date, *, baseline: bool = False) -> Notice:
    alerts = tuple(sorted(found, key=order))
    read_at = [a.evidence.observed_at for a in alerts if a.evidence]
    return Notice(team.name, project, today, min(read_at, default=None), alerts, baseline)
