"""References in files to models that end -> the same spelling of the model to move to, where that is beyond doubt.

A literal is changed only if it is the reference and nothing else, its model is retired or retires soon, its provider
itself recommends one living model before all others, and what would be written reads back as that very model. For
everything else it is said why not.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.alerts import Severity, Suggestion
from monitor.core.findings import Finding
from monitor.core.kinds import Kind, kind_of
from monitor.core.matching import match
from monitor.core.names import is_name
from monitor.core.prefixes import LISTED_SUFFIXES, MAKERS
from monitor.core.references import Reference, parse
from monitor.errors import InvalidReference
from monitor.service.known import Known
from monitor.service.pins import look
from monitor.service.scanning import Located, Scanned

AZURE = "azure"
ENDING = frozenset({Severity.RETIRED, Severity.IMMINENT})


@dataclass(frozen=True, slots=True)
class Edit:
    """One literal that would change: what is written instead, and the model that this names."""

    item: Located
    after: str
    to: Suggestion


@dataclass(frozen=True, slots=True)
class Left:
    """One reference to an ending model that is not changed, and why."""

    item: Located
    reason: str


class _NoFix(Exception):
    """There is no change beyond doubt; the message says why."""


def edits(scanned: Scanned) -> tuple[list[Edit], list[Left]]:
    """What would change in a tree, and what is left though its model ends; both in order of place."""
    made, left = [], []
    decided: dict[str, tuple[str, Suggestion] | _NoFix] = {}
    for item in scanned.in_use:
        if item.finding.severity not in ENDING:
            continue
        if item.finding.match.provider == AZURE and not item.finding.match.candidates:
            left.append(Left(item, "on Azure the deployment decides which model answers: redeploy it"))
            continue
        if not (item.find.exact and item.find.known):
            left.append(Left(item, "the literal holds more than the model: change it by hand"))
            continue
        text = item.find.reference
        if text not in decided:
            decided[text] = _decided(text, item.finding, scanned)
        answer = decided[text]
        if isinstance(answer, _NoFix):
            left.append(Left(item, str(answer)))
        else:
            made.append(Edit(item, *answer))
    return made, left


def _decided(text: str, finding: Finding, scanned: Scanned) -> tuple[str, Suggestion] | _NoFix:
    try:
        meant = _meant(finding, scanned)
        to = _replacement(meant)
        return _spelled(text, meant, to, scanned.known), to
    except _NoFix as no:
        return no


def _meant(finding: Finding, scanned: Scanned) -> Finding:
    """The finding to go by: of a bare id that several providers have, its maker's, if all say the same. Raises _NoFix.

    Azure is not asked: its requests name deployments.
    """
    match, known = finding.match, scanned.known
    if not match.candidates:
        return finding
    theirs = [
        look(
            parse(f"{provider}/{match.reference.raw}", providers=known.providers),
            known,
            horizon=scanned.horizon,
            within=scanned.within,
        )
        for provider in match.candidates
        if provider != AZURE
    ]
    first = {f.suggestions[0].model_id.casefold() if f.suggestions else "" for f in theirs}
    if len(first) > 1 or any(f.severity not in ENDING for f in theirs):
        raise _NoFix(f"{' and '.join(match.candidates)} have this id and do not say the same: change it by hand")
    return next((f for f in theirs if f.match.provider in MAKERS), theirs[0])


def _replacement(finding: Finding) -> Suggestion:
    """The one model that the provider recommends before all others. Raises _NoFix."""
    reference, old = finding.match.reference, finding.lifecycle
    if reference.fine_tune_of:
        raise _NoFix(f"a fine-tune of {reference.fine_tune_of}: train the new model first")
    own = [s for s in finding.suggestions if s.origin == "provider"]
    if not own or old is None:
        said = f"; it says: “{old.replacement_text}”" if old and old.replacement_text else ""
        raise _NoFix(f"{old.provider if old else 'its provider'} recommends no model that lives{said}")
    equals = [s for s in own if len(s.path) == len(own[0].path)]
    if len(equals) > 1:
        raise _NoFix(f"{old.provider} recommends several: {' or '.join(s.model_id for s in equals)}")
    before, after = kind_of(old.model_id), kind_of(own[0].model_id)
    if before is not after:
        raise _NoFix(f"{own[0].model_id} is no {before} model: requests look different")
    if before is Kind.EMBEDDING:
        raise _NoFix(f"an embedding: what is stored must be computed anew with {own[0].model_id}")
    return own[0]


def _spelled(text: str, finding: Finding, to: Suggestion, known: Known) -> str:
    """The replacement in the spelling of the text: its prefix and form are kept. Raises _NoFix."""
    if "arn:" in text.casefold():
        raise _NoFix("an ARN names an account's resource: change it by hand")
    reference, old = finding.match.reference, finding.match.reference.model_id
    new = _id_at(finding, to, known)
    if is_name(new):
        raise _NoFix(f"{to.provider} names {new}, and not its id")
    start = text.casefold().rfind(old.casefold())
    head, tail = text[:start], text[start + len(old) :]
    if start < 0 or ("@" in old) != ("@" in new):
        raise _NoFix(f"{new} cannot be written in the form of {text}")
    if tail:
        raise _NoFix(f"whether {new} takes “{tail}” is not known")
    after = f"{head}{new}"
    if not _reads_as(after, reference, finding, new, known):
        raise _NoFix(f"{after} would not be read as {to.provider}/{to.model_id}")
    return after


def _id_at(finding: Finding, to: Suggestion, known: Known) -> str:
    """The replacement's id at the provider that answers the reference. Raises _NoFix where that may not have it."""
    provider, old = finding.match.provider, finding.match.reference.model_id
    if provider == to.provider:
        return to.model_id
    vendor, slash, _ = old.rpartition("/")
    colon, suffix = old[old.rfind(":") :][:1], old.rpartition(":")[2]
    offered = f"{vendor}{slash}{to.model_id}{colon + suffix if suffix in LISTED_SUFFIXES else ''}"
    if known.models.scopes(provider or "", offered):
        return offered
    raise _NoFix(f"{to.provider} recommends {to.model_id}, which {provider} is not known to offer")


def _reads_as(text: str, before: Reference, finding: Finding, new: str, known: Known) -> bool:
    """Whether a text is read as the model `new` at the same provider and in the same scope, as every check reads it."""
    try:
        reference = parse(text, providers=known.providers)
    except InvalidReference:
        return False
    found = match(reference, known.models, known.covered)
    if found.lifecycle is None or found.lifecycle.model_id.casefold() != new.casefold():
        return False
    return finding.match.provider in {found.provider, *found.candidates} and (
        reference.scope == before.scope and reference.variant == before.variant
    )
