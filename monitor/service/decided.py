"""What people decided and stated, laid over how models stand: the last decision on each, and stated replacements."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from monitor.core.alerts import Severity
from monitor.core.decisions import BY_THE_CODE, Decision, DecisionKind, in_force, in_words, lateness
from monitor.core.findings import Finding
from monitor.core.models import Models
from monitor.core.overrides import Level, Override, nearest, stated_first
from monitor.core.references import parse

if TYPE_CHECKING:  # a check without a database loads none
    from monitor.store.engine import Session

Key = tuple[str, str, str, str]  # see store.decisions


@dataclass(frozen=True, slots=True)
class Decided:
    """The last decision on every model of every project, and the replacements stated for models.

    `overrides` are kept by level, by whom it is about (a project, a team, or "" for all), and by model (provider, id
    without regard to case). `teams` gives a project's team, where any team states one; `providers` are the user's own.
    """

    decisions: Mapping[Key, Decision] = field(default_factory=dict)
    overrides: Mapping[tuple[Level, str, tuple[str | None, str]], Override] = field(default_factory=dict)
    teams: Mapping[str, str] = field(default_factory=dict)
    providers: Collection[str] = ()

    def by_people(self) -> Decided:
        """The same without what comments in the code decided, for those who read that code themselves."""
        kept = {key: d for key, d in self.decisions.items() if d.by != BY_THE_CODE}
        return replace(self, decisions=kept)

    def on(self, project: str | None, f: Finding, today: date) -> Decision | None:
        """The decision that is in force on `today` (UTC) on a model that a project pins."""
        if project is None or not self.decisions:
            return None
        return in_force(self.decisions.get((project, *f.match.key)), f.standing, today)

    def stated(self, project: str | None, f: Finding) -> Override | None:
        """The replacement that is stated for a model: what its own provider serves first, then what its maker does."""
        if not self.overrides:
            return None
        places = [(Level.OPERATOR, "")]
        if project is not None:
            places += [(Level.PROJECT, project), (Level.TEAM, self.teams.get(project, ""))]
        for model in _names(f):
            if found := nearest(o for place in places if (o := self.overrides.get((*place, model)))):
                return found
        return None

    def over(
        self, project: str | None, f: Finding, models: Models, *, today: date, horizon: timedelta
    ) -> tuple[Finding, Decision | None]:
        """The finding as people's words leave it, and the decision in force.

        A stated replacement stands first. A decision is told in a note; a plan that is late makes the finding imminent.
        `today` (UTC) and `horizon` are those that the finding was made with.
        """
        if stated := self.stated(project, f):
            instead = parse(stated.replacement, providers=self.providers)
            f = stated_first(f, stated, instead, models, today=today, horizon=horizon)
        made = self.on(project, f, today)
        if made is None or made.kind is DecisionKind.WAIVED:  # which says so in a way of its own
            return f, made
        told = [*f.notes, in_words(made)]
        if late := lateness(made, f.standing):
            verdict = f.severity if f.severity is Severity.RETIRED else Severity.IMMINENT
            return replace(f, severity=verdict, notes=(*told, late)), made
        return replace(f, notes=tuple(told)), made


def decided(session: Session, providers: Collection[str]) -> Decided:
    """What is decided and stated now; `providers` are the user's own, as in `references.parse`."""
    from monitor.store import decisions, overrides, registry  # noqa: PLC0415 (see above)

    rows = overrides.overrides(session)
    by_team = any(row.override.level is Level.TEAM for row in rows)
    return Decided(
        decisions={key: row.decision for key, row in decisions.last(session).items()},
        overrides={(row.override.level, row.about, _key(row.override.model, providers)): row.override for row in rows},
        teams={p.name: p.team.name for p in registry.projects(session)} if by_team else {},
        providers=providers,
    )


def by_operator(stated: Iterable[Override], providers: Collection[str]) -> Decided:
    """What the operator stated alone: all that concerns a model that no project asks about."""
    return Decided(overrides={(o.level, "", _key(o.model, providers)): o for o in stated}, providers=providers)


def _names(f: Finding) -> list[tuple[str | None, str]]:
    """By which names a model may have been meant: as it is asked for, as it is known, and without a provider."""
    asked = (f.match.provider, f.match.reference.model_id)
    known = [(c.provider, c.model_id) for c in (f.match.lifecycle, f.lifecycle) if c]
    names = [(provider, model_id.casefold()) for provider, model_id in (asked, *known)]
    return list(dict.fromkeys((*names, (None, names[0][1]))))


def _key(model: str, providers: Collection[str]) -> tuple[str | None, str]:
    read = parse(model, providers=providers)
    return read.provider, read.model_id.casefold()
