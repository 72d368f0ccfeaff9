"""How much one fetch may use, and what is left of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from monitor.errors import AnswerTooLarge, BadAnswer, FetchTimeout

MIB = 2**20


@dataclass(frozen=True, slots=True)
class Limits:
    """What one fetch may use, redirects and further pages included.

    `max_bytes` counts the document, `max_packed_bytes` what came over the wire of an answer that was compressed.
    """

    total_seconds: float = 20.0
    max_bytes: int = 5 * MIB
    max_packed_bytes: int = 2 * MIB
    max_redirects: int = 5


class Budget:
    """What is left of the limits during one fetch. `clock` gives seconds and never runs backwards."""

    def __init__(self, limits: Limits, clock: Callable[[], float]) -> None:
        self._limits = limits
        self._clock = clock
        self._ends_at = clock() + limits.total_seconds
        self._redirects = limits.max_redirects
        self._packed = limits.max_packed_bytes
        self.bytes_left = limits.max_bytes

    def seconds_left(self, where: str) -> float:
        """Give the seconds left, always more than 0.

        Raises:
            FetchTimeout: none is left; the message names `where`.
        """
        left = self._ends_at - self._clock()
        if left <= 0:
            raise self.timeout(where)
        return left

    def timeout(self, where: str) -> FetchTimeout:
        """Make the error for a fetch that took too long."""
        return FetchTimeout(f"{where}: no whole answer within {self._limits.total_seconds:g} s")

    def spend_bytes(self, count: int, where: str) -> None:
        """Count bytes of the document.

        Raises:
            AnswerTooLarge: that was more than is left.
        """
        self.bytes_left -= count
        if self.bytes_left < 0:
            raise AnswerTooLarge(f"{where}: the document is larger than {self._limits.max_bytes:,} bytes")

    def spend_packed_bytes(self, count: int, where: str) -> None:
        """Count bytes of a compressed answer as they came over the wire.

        Raises:
            AnswerTooLarge: that was more than is left.
        """
        self._packed -= count
        if self._packed < 0:
            raise AnswerTooLarge(
                f"{where}: the compressed answer is larger than {self._limits.max_packed_bytes:,} bytes"
            )

    def spend_redirect(self, where: str) -> None:
        """Count a redirect.

        Raises:
            BadAnswer: that was one too many.
        """
        self._redirects -= 1
        if self._redirects < 0:
            raise BadAnswer(f"{where}: more than {self._limits.max_redirects} redirects")
