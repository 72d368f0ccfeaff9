"""How one pinned reference stands on a day: what a check prints, an alert tells, a digest lists and a page shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from monitor.core.alerts import Severity, Suggestion
from monitor.core.coverage import Coverage, Verdict
from monitor.core.facts import Authority
from monitor.core.lifecycle import Lifecycle, Status, floor_passed, status_on
from monitor.core.living import claim, claimed, known_from, last_of_ending, why_not_living
from monitor.core.matching import Match, scopes_open_to
from monitor.core.models import Models
from monitor.core.money import price_change
from monitor.core.offering import where_it_is_asked
from monitor.core.policy import SETTLED, Standing, severity
from monitor.core.remarks import remarks
from monitor.core.replacements import Resolution, resolve
from monitor.core.specs import Figures, ModelSpecs


@dataclass(frozen=True, slots=True)
class Finding:
    """How a reference stands. `lifecycle` is the one whose end concerns it first; None where no source names it.

    `risk` is set for an alias of which nothing is announced, while every snapshot that it is known to point at is
    ending: the snapshot that ends last. `days_left` counts from the day asked for to the firm shutdown date, or else to
    that of `risk`; negative after it; `floor_left` to the earliest shutdown date of a model whose end is open.
    `notes` are plain lines that a reader must know beside the dates; `suggestions` and `at_risk` as in
    `replacements.Resolution`. `coverage` is who watches the pin, where
    that has been asked.
    """

    match: Match
    lifecycle: Lifecycle | None
    status: Status
    severity: Severity
    risk: Lifecycle | None = None
    days_left: int | None = None
    floor_left: int | None = None
    suggestions: tuple[Suggestion, ...] = ()
    at_risk: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    coverage: Coverage | None = None

    @property
    def standing(self) -> Standing:
        """The part of it that decides whether a team is told."""
        c = self.lifecycle
        if self.risk:  # an alias has the fate of its snapshots until it is known to be pointed elsewhere
            status, shutdown_on = Status.DEPRECATED, self.risk.shutdown_on
        else:
            status, shutdown_on = self.status, c.shutdown_on if c else None
        own, first = self.match.lifecycle, next(iter(self.suggestions), None)
        return Standing(
            status=status,
            shutdown_on=shutdown_on,
            days_left=self.days_left,
            replacement=(first.provider, first.model_id) if first else None,
            unlisted=bool(c and c.unlisted_since),
            points_at=own.alias_of if own else None,
            floor_on=c.earliest_shutdown_on if c and self.floor_left is not None else None,
            floor_left=self.floor_left,
        )

    def specs(self, figures: Figures) -> ModelSpecs | None:
        """The figures of the model, in the version that the reference names; None where there are none.

        A version without figures of its own has those of the id, unless it is a word ("vision-preview"): such a version
        is another model at another price. A reference without a version has the figures of the id, whatever version's
        end concerns it first.
        """
        c = self.lifecycle
        if c is None:
            return None
        version = self._version(c)
        own = figures.of(c.provider, f"{c.model_id}-{version}") if version else None
        return own if own or (version and version[0].isalpha()) else figures.of(c.provider, c.model_id)

    def _version(self, c: Lifecycle) -> str | None:
        """The version that the reference names, in its scope or, as some write it, in its id."""
        reference = self.match.reference
        spelled = {scope.version for _, scope in reference.candidates}
        return reference.scope.version or (c.scope.version if c.scope.version in spelled else None)


def find(match: Match, models: Models, *, today: date, horizon: timedelta, within: timedelta) -> Finding:
    """How a matched reference stands on `today` (UTC).

    `horizon` is how long a suggested replacement must be good for (the team's longest lead time), `within` how far
    ahead a shutdown date is imminent.
    """
    subject = match.subject(today)
    if subject is None:
        heard = _heard_of(match, models, today)
        verdict = Severity.UNKNOWN if match.covered and not heard else Severity.UNCOVERED
        told = (*remarks(match, None, models), *_notes(match, None, models, today), *heard)
        return Finding(match, None, Status.UNKNOWN, verdict, notes=told)
    status = status_on(subject, today)
    risk = None if status in SETTLED or subject.shutdown_on else last_of_ending(subject, models, today=today)
    end = risk.shutdown_on if risk else subject.shutdown_on
    left = (end - today).days if end else None
    floor = None if status in SETTLED or subject.shutdown_on else subject.earliest_shutdown_on
    near = subject.earliest_shutdown_on is not None and subject.earliest_shutdown_on - today <= within
    why = why_not_living(subject, models, today=today, horizon=horizon) if risk else None
    notes = [*remarks(match, subject, models), *_notes(match, subject, models, today), *([why] if why else [])]
    trouble = status in SETTLED or near or risk
    found = resolve(subject, models, today=today, horizon=horizon) if trouble else Resolution()
    verdict = severity(status, left, floor_near=near or bool(risk), within=within.days)
    if verdict is Severity.OK and (claims := claim(subject, models, today)):
        notes.append(claims)
    return Finding(
        match=match,
        lifecycle=subject,
        status=status,
        severity=verdict,
        risk=risk,
        days_left=left,
        floor_left=(floor - today).days if floor else None,
        suggestions=where_it_is_asked(found.suggestions, match, models, today),
        at_risk=found.at_risk,
        notes=tuple(notes),
    )


def covered(finding: Finding, by: Coverage) -> Finding:
    """The finding with who watches its pin: what nobody watches any more is never ok.

    An id that only figures know is no typo: no source covers it.
    """
    lost = finding.severity is Severity.OK and not by.is_watched
    if finding.severity is Severity.UNCOVERED and by.verdict is Verdict.UNKNOWN:
        by = replace(by, verdict=Verdict.UNCOVERED)
    return replace(finding, coverage=by, severity=Severity.UNCOVERED if lost else finding.severity)


def _heard_of(match: Match, models: Models, today: date) -> tuple[str, ...]:
    """What figures say of a model that no source names; empty where they do not know it."""
    specs = models.figures.of(match.provider, match.reference.model_id) if match.provider else None
    if specs is None or match.provider is None or match.elsewhere:
        return ()
    ends = (claimed(specs, today),) if specs.ends_on else ()
    return (known_from(match.provider, specs, today), *ends)


def _notes(match: Match, subject: Lifecycle | None, models: Models, today: date) -> Iterator[str]:
    if len(match.candidates) > 1:
        names = " and ".join(match.candidates)
        spelled = " or ".join(f"{p}/{match.reference.model_id}" for p in match.candidates)
        yield f"{names} have this id, and this is what {match.provider} says: write {spelled} to say which is meant"
    if match.is_hosts_alone:
        yield f"only {match.provider} has this id: write {match.provider}/{match.reference.model_id} if that is meant"
    if subject is None:
        return
    if match.upstream is subject and match.provider:
        yield _upstream_note(match, subject, models, today)
    yield from _told_of_upstream(match)
    if subject.redirects_to:
        yield _redirect_note(subject, models)
    if subject.scope and subject.scope != match.reference.scope:
        yield _by_version(match, subject, models, today) or (
            f"the date is that of {'version ' if subject.scope.version else ''}{subject.scope.in_short}"
        )
    if match.reference.fine_tune_of and subject.model_id.casefold() != match.reference.model_id.casefold():
        yield f"a fine-tune of {match.reference.fine_tune_of}: it ends with its base model"
    if floor_passed(subject, today):
        yield f"its earliest shutdown date, {subject.earliest_shutdown_on}, has passed: it may be retired any day"
    if subject.disputed:
        other = subject.disputed[0].fact
        yield f"{other.source_id} says {other.shutdown_on}; the earlier date is used"
    if subject.unlisted_since:
        yield f"not in {subject.provider}'s model list since {subject.unlisted_since.date()}"
    elif subject.vanished_since:
        yield f"no longer on {subject.provider}'s page since {subject.vanished_since.date()}; its facts stand"


def _by_version(match: Match, subject: Lifecycle, models: Models, today: date) -> str | None:
    """When each version ends that a pin without one may have; None where there is one alone, or the pin names it.

    A deployment has one of them, and the text does not say which.
    """
    read_as = (scope for model_id, scope in match.reference.candidates if model_id == subject.model_id)
    asked = next(read_as, match.reference.scope)  # azure/gpt-4o-2024-08-06 is read as gpt-4o in that version
    if asked.version or subject is not match.lifecycle:
        return None
    held = scopes_open_to(models.scopes(subject.provider, subject.model_id), asked)
    ends = {c.scope.version: _end_in_short(c, today) for c in held if c.scope.version}
    if len(ends) < 2:  # noqa: PLR2004 there is nothing to choose from
        return None
    named = ", ".join(f"{version} {end}" for version, end in sorted(ends.items()))
    return f"its end depends on the version: {named}; the earliest is taken"


def _end_in_short(c: Lifecycle, today: date) -> str:
    if c.shutdown_on:
        return f"{'ended' if c.shutdown_on <= today else 'ends'} on {c.shutdown_on}"
    return f"not before {c.earliest_shutdown_on}" if c.earliest_shutdown_on else "has no date"


def _redirect_note(subject: Lifecycle, models: Models) -> str:
    """That requests go on being answered, by what, and at which price, as far as it is known."""
    other = subject.redirects_to or ""
    old, new = (models.figures.of(subject.provider, model_id) for model_id in (subject.model_id, other))
    sides = [
        f"{side} {change}"
        for side in ("input", "output")
        if old and new and (change := price_change(getattr(old, f"{side}_per_mtok"), getattr(new, f"{side}_per_mtok")))
    ]
    price = f" ({', '.join(sides)} per million tokens)" if sides else ""
    return f"not an outage: requests are served by another model, {other}, at another price{price}"


def _upstream_note(match: Match, upstream: Lifecycle, models: Models, today: date) -> str:
    status = status_on(upstream, today)
    when = f" on {upstream.shutdown_on}" if status is Status.RETIRED and upstream.shutdown_on else ""
    state = f"{status} upstream, at {upstream.provider}{when}"
    own = match.lifecycle
    if own is None:
        if match.provider and models.ids(match.provider):
            return f"{state}; no source of {match.provider} that was read names it"
        return f"{state}; what {match.provider} itself offers has not been read"
    listed = any(o.authority in {Authority.AGGREGATOR, Authority.API} and not o.gone_since for o in own.observations)
    price = f" at {own.offer}" if own.offer else ""
    return f"{state}, still listed here, at {match.provider}{price}" if listed else state


def _told_of_upstream(match: Match) -> Iterator[str]:
    """What an aggregator's own page says of the end of a model that it goes on serving."""
    for o in match.lifecycle.observations if match.lifecycle else ():
        if o.authority is Authority.AGGREGATOR and o.fact.words:
            yield f"{o.fact.provider} says: {o.fact.words}"
