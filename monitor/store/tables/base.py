"""What all tables share: names of constraints, and how a type is kept."""

from __future__ import annotations

import enum
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    Enum,
    LargeBinary,
    MetaData,
)
from sqlalchemy.orm import DeclarativeBase

from monitor.store.columns import ForeignText, JsonTuple, UtcDateTime


class Base(DeclarativeBase):
    """All tables; constraint names follow one convention, so that a migration can address each on both databases."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map: ClassVar[dict[Any, Any]] = {
        str: ForeignText,
        datetime: UtcDateTime,
        bytes: LargeBinary,
        tuple[str, ...]: JsonTuple,
        tuple[int, ...]: JsonTuple,
        enum.Enum: Enum(
            enum.Enum,
            native_enum=False,
            create_constraint=True,
            length=32,
            values_callable=lambda members: [member.value for member in members],
        ),
    }
