"""Small values that a reading makes by the thousand."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeVar, dataclass_transform

T = TypeVar("T")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def value(cls: type[T]) -> type[T]:
    """A dataclass that nobody changes: the type checker sees to that, and not the interpreter.

    To make an object that the interpreter keeps frozen takes four times as long, which was a tenth of what it took to
    read a page of 140 rows.
    """
    return dataclass(slots=True, unsafe_hash=True)(cls)
