"""References in files to models that end -> the same spelling of the model to move to, where that is beyond doubt.

A literal is changed only if it is the reference and nothing else, its model is retired or retires soon, its provider
itself recommends one living model before all others, and what would be written reads back as that very model. Nobody
may claim that this one ends within the lead days, and it must take what the request holds beside it. For everything
else it is said why not.
"""

from __future__ import annotations

from dataclasses import dataclass

from monitor.core.alerts import Severity, Suggestion
from monitor.core.findings import Finding
from monitor.core.kinds import Kind, kind_of
from monitor.core.living import claimed
from monitor.core.matching import match
from monitor.core.names import is_name
from monitor.core.parameters import Rejection, newly_rejected
from monitor.core.prefixes import LISTED_SUFFIXES, MAKERS
from monitor.core.references import Reference, parse
from monitor.errors import InvalidReference
from monitor.scan.beside import beside
from monitor.scan.languages import PYTHON, language_of
from monitor.service.known import Known
from monitor.service.pins import look
from monitor.service.scanning import Located, Scanned

AZURE = "azure"
ENDING = frozenset({Severity.RETIRED, Severity.IMMINENT})


@dataclass(frozen=True, slots=True)
class Edit:
    """One literal that would change: what is written instead, and the model that this names.

    `refused` says which parameters this one refuses and the old one did not.
    """

    item: Located
    after: str
    to: Suggestion
    refused: tuple[Rejection, ...] = ()

    @property
    def leave_out(self) -> list[str]:
        """The parameters that a request must not hold any more."""
        return [parameter for r in self.refused for parameter in r.parameters]


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
    decided: dict[tuple[str, ...], tuple[str, Suggestion] | _NoFix] = {}
    for item in scanned.in_use:
        if item.finding.severity not in ENDING:
            continue
        if item.finding.match.provider == AZURE and not item.finding.match.candidates:
            left.append(Left(item, "on Azure the deployment decides which model answers: redeploy it"))
            continue
        if not (item.find.exact and item.find.known):
            left.append(Left(item, "the literal is not just the model that a request names: change it by hand"))
            continue
        find = item.find
        key = (find.reference, find.written, *find.candidates)
        if key not in decided:
            decided[key] = _decided(find.written, item.finding, scanned)
        answer = decided[key]
        if isinstance(answer, _NoFix):
            left.append(Left(item, str(answer)))
            continue
        old = item.finding.lifecycle
        refused = newly_rejected(answer[1].provider, old.model_id, answer[1].model_id) if old else ()
        made.append(Edit(item, *answer, refused))
    return made, left


def in_the_way(edit: Edit, text: str) -> str | None:
    """What the request holds that the new model refuses, in words, by the text of its file; None where none is seen."""
    find = edit.item.find
    python = language_of(find.path.rpartition("/")[2]) is PYTHON
    given = beside(text, python=python, line=find.line, start=find.start, wanted=edit.leave_out)
    first = next((r for r in edit.refused if not {*given}.isdisjoint(r.parameters)), None)
    if first is None:
        return None
    named = " and ".join(given)
    return f"also passes {named}, which {edit.to.model_id} refuses ({first.words}): leave {named} out, then change it"


def _decided(text: str, finding: Finding, scanned: Scanned) -> tuple[str, Suggestion] | _NoFix:
    try:
        meant = _meant(finding, scanned)
        to = _replacement(meant, scanned)
        return _spelled(text, meant, to, scanned.known), to
    except _NoFix as no:
        return no


def _meant(finding: Finding, scanned: Scanned) -> Finding:
    """The finding to go by: of a bare id that several providers have, its maker's, if all say the same. Raises _NoFix.

    Azure is not asked: its requests name deployments.
    """
    match, known = finding.match, scanned.known
    if not match.candidates:
        if match.is_hosts_alone:
            raise _NoFix(f"only {match.provider} has this id: write {match.provider}/… if that is meant")
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


def _replacement(finding: Finding, scanned: Scanned) -> Suggestion:
    """The one model that the provider recommends before all others of which nobody claims an end. Raises _NoFix."""
    reference, old = finding.match.reference, finding.lifecycle
    if reference.fine_tune_of:
        raise _NoFix(f"a fine-tune of {reference.fine_tune_of}: train the new model first")
    recommended = [s for s in finding.suggestions if s.origin == "provider"]
    claims = {s: _claim(s, scanned) for s in recommended}
    own = [s for s in recommended if not claims[s]]
    if recommended and not own:
        raise _NoFix("; ".join(filter(None, claims.values())))
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


def _claim(s: Suggestion, scanned: Scanned) -> str | None:
    """What figures claim of the end of a model within the lead days, where its provider states none; in words."""
    specs, today = scanned.known.models.figures.of(s.provider, s.model_id), scanned.known.now.date()
    if s.good_until or specs is None or specs.ends_on is None or specs.ends_on - today > scanned.horizon:
        return None
    return f"{s.provider} recommends {s.model_id}, but {claimed(specs, today)}"


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
