"""The gate for CI: what is asked of how models stand, and who answers, in one shape for all formats.

An answer is the JSON that `check --json` prints (`answers.of_check`), wherever it comes from: the database, the bundled
catalog, or another machine's service (`remote`). A tree's references are asked once each and then put in their places.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Protocol

from monitor.core.alerts import Place
from monitor.core.names import is_name
from monitor.service import answers
from monitor.service.checking import check
from monitor.service.known import Known

if TYPE_CHECKING:
    from monitor.store.registry import PinRow

MOST_REFERENCES = 5_000  # in one request to a service
MOST_BYTES = 2**20  # in the body of one

Json = dict[str, Any]


class Witness(Protocol):
    """Who knows how models stand."""

    def ids(self) -> Collection[str]:
        """All model ids that are known, without provider: what a scan of a tree looks for."""
        ...

    def of_references(self, references: Sequence[str]) -> Json:
        """The answer on references as written, in order. Raises UsageError for one that cannot be read."""
        ...

    def of_pins(self, project: str | None) -> Json:
        """The answer on the pins of a project, or on all. Raises UsageError for an unknown project."""
        ...


@dataclass(frozen=True, slots=True)
class Here:
    """The witness at hand: the record of a database, or the bundled catalog.

    `horizon` is how long a suggested replacement must be good for, `within` how far ahead a shutdown is imminent;
    `pins` gives the pins of a project or of all. Where references are those of a `project`, what it decided of a model
    and what is stated for it count as they do for its pins.
    """

    known: Known
    horizon: timedelta
    within: timedelta
    pins: Callable[[str | None], tuple[Known, list[PinRow]]]
    project: str | None = None

    def ids(self) -> Collection[str]:
        """All model ids that are known."""
        return {c.model_id for c in self.known.models if not is_name(c.model_id)}

    def of_references(self, references: Sequence[str]) -> Json:
        """The answer on references as written. Comments that waive lines are for whoever read them to apply."""
        known = replace(self.known, decided=self.known.decided.by_people())
        return self._answer([(self.project, Place(text)) for text in references], known)

    def of_pins(self, project: str | None) -> Json:
        """The answer on the pins of a project, or on all."""
        known, rows = self.pins(project)
        answer = self._answer([(p.project, Place(p.reference, p.environment, p.location)) for p in rows], known)
        for finding, pin in zip(answer["findings"], rows, strict=True):
            finding |= {"team": pin.team.name, "owner": pin.owner.value}
        return answer

    def _answer(self, asked: Sequence[tuple[str | None, Place]], known: Known) -> Json:
        checked = check(asked, known, horizon=self.horizon, within=self.within)
        return answers.of_check(known.now.date(), checked, known)
