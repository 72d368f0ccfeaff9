"""Stating what to move to instead of a model: for a project, a team or all; each with its audit entry."""

from __future__ import annotations

from monitor.config import Settings
from monitor.core.overrides import Level, Override
from monitor.core.references import parse
from monitor.errors import UsageError
from monitor.service.app import Service
from monitor.store import audit, overrides, registry
from monitor.store.engine import Session, reading, transaction
from monitor.store.overrides import FILE, OverrideRow
from monitor.store.states import Owner

LONGEST_REASON = 500


def state(
    service: Service, model: str, replacement: str, level: Level, about: str = "", *, reason: str, who: str, owner: str
) -> Override:
    """State that `model` is to be replaced by `replacement`, both references; `about` names the project or team.

    Stating it again replaces it; stating the same changes nothing. `owner` is one of `store.states.Owner`.

    Raises:
        InvalidReference: one of both cannot be read.
        UsageError: a model is to replace itself, or the reason is no line of text.
        RegistryError: there is no such project or team; OwnedByFile where the file states one for the same model.
    """
    told = " ".join(reason.split())
    if len(told) > LONGEST_REASON or not told.isprintable():
        raise UsageError("the reason is no line of text", hint=f"at most {LONGEST_REASON} characters, no controls")
    old, new = _read(service, model), _read(service, replacement)
    if old.casefold() == new.casefold():
        raise UsageError(f"{old} cannot replace itself", hint="name another model")
    stated = Override(old, new, told, f"{_named(level, about)}, {who}", level)
    now = service.clock.now()
    with transaction(service.engine) as session:
        _check(session, level, about)
        if overrides.put(session, stated, about, owner=Owner(owner), at=now):
            detail = f"{_named(level, about)}: {old} → {new}"
            audit.note(session, who=who, what="override stated", detail=detail, at=now)
    return stated


def withdraw(service: Service, model: str, level: Level, about: str = "", *, who: str, owner: str) -> None:
    """Withdraw what was stated. Raises RegistryError where there is none, OwnedByFile for one of the file."""
    old, now = _read(service, model), service.clock.now()
    with transaction(service.engine) as session:
        _check(session, level, about)
        overrides.withdraw(session, level, about, old, who=who, owner=Owner(owner), at=now)
        detail = f"{_named(level, about)}: {old}"
        audit.note(session, who=who, what="override withdrawn", detail=detail, at=now)


def stated(service: Service) -> list[OverrideRow]:
    """All that is stated, by level, name and model."""
    with reading(service.engine) as session:
        return overrides.overrides(session)


def of_file(settings: Settings) -> list[Override]:
    """What the configuration file states, for all."""

    def read(text: str) -> str:
        return str(parse(text, providers=settings.providers))

    return [Override(read(o.model), read(o.replacement), o.reason, FILE, Level.OPERATOR) for o in settings.overrides]


def _read(service: Service, text: str) -> str:
    return str(parse(text, providers={s.provider for s in service.sources.values()}))


def _check(session: Session, level: Level, about: str) -> None:
    if level is Level.PROJECT:
        registry.project(session, about)
    elif level is Level.TEAM:
        registry.team(session, about)


def _named(level: Level, about: str) -> str:
    return f"{level.value} {about}" if about else "the operator"
