"""Many pins against all lifecycles: pins are grouped by what was written, and each text is read and matched once.

Teams repeat the same few hundred references, so the work grows with the number of different texts, and a pin more of a
known text costs one look-up in a dictionary.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Generic, TypeVar

from monitor.core.matching import Match, match
from monitor.core.models import Models
from monitor.core.references import Reference, parse

P = TypeVar("P")


class PinIndex(Generic[P]):
    """Pins by the reference that was written for them. Raises InvalidReference for a text that cannot name a model.

    `written` gives a pin's reference as text; `providers` are the user's own, as in `references.parse`. Two spellings
    of one model are two groups: which of them was written may decide what is said of it.
    """

    def __init__(self, pins: Iterable[P], written: Callable[[P], str], providers: Collection[str] = ()) -> None:
        groups: defaultdict[str, list[P]] = defaultdict(list)
        for pin in pins:
            groups[written(pin)].append(pin)
        self._groups: list[tuple[Reference, list[P]]] = [
            (parse(text, providers=providers), group) for text, group in groups.items()
        ]

    def __len__(self) -> int:
        """How many different texts there are."""
        return len(self._groups)

    def matched(self, models: Models, covered: Collection[str]) -> Iterator[tuple[Match, tuple[P, ...]]]:
        """Every reference with what is known of it, and its pins, in the order in which the texts came first."""
        for reference, pins in self._groups:
            yield match(reference, models, covered), tuple(pins)
