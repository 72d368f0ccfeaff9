"""What must be said beside a finding because of how its pin was matched: plain lines, no dates of their own."""

from __future__ import annotations

from collections.abc import Iterator

from monitor.core.aliases import repointed
from monitor.core.lifecycle import Lifecycle
from monitor.core.matching import Match
from monitor.core.models import Models
from monitor.core.names import is_name
from monitor.core.references import AND_SO_ON
from monitor.core.spellings import spellings_of_maker


def remarks(match: Match, subject: Lifecycle | None, models: Models) -> Iterator[str]:
    """How a pin was read where it could be read otherwise, and what its alias points at.

    `subject` is the lifecycle that the finding rests on, None where no source names the pin.
    """
    reference = match.reference
    if reference.is_open:
        yield f"begins with {reference.model_id.removesuffix(AND_SO_ON)}: what follows is not known"
    if match.instead_of:
        yield (
            f"{match.instead_of} has no such model, so this is read as an id of {match.provider}: "
            f"write {match.provider}/{reference.model_id} if that is meant"
        )
    if match.elsewhere:
        named = "; ".join(scope.in_short for scope in match.elsewhere)
        yield f"{match.provider} names it for {named}, and not for {reference.scope}"
    if subject is not None and is_name(subject.model_id):
        yield f'{subject.provider} writes of it as "{subject.model_id}"'
    if subject is not None and subject is match.upstream and reference.upstream:
        named = reference.upstream[1]
        if subject.model_id.casefold() not in {i.casefold() for i in spellings_of_maker(subject.provider, named)}:
            yield f"{match.provider} writes {named}: that is taken for {subject.provider}'s {subject.model_id}"
    for name in models.named_rows.hints(match.provider, reference.model_id) if match.provider else ():
        yield f'a row named "{name}" may be this model: {match.provider} does not say which id it means'
    if subject is not None and (moved := repointed(models.pointings(subject.provider, subject.model_id))):
        then, now = moved
        since = f" since {now.since.date()}" if now.since else ""
        yield f"same name, another model{since}: {subject.model_id} is {now.target}, and was {then.target}"
