"""What all tables of the file have in common."""

from __future__ import annotations

from typing import Self

from pydantic import BaseModel, ConfigDict, model_validator

from monitor.config.values import refused


class Section(BaseModel):
    """A table of the file: unknown keys are errors, types are TOML's own, nothing changes after reading."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=True, hide_input_in_errors=True)

    @model_validator(mode="after")
    def _one_place_for_a_secret(self) -> Self:
        given = [name for name in self.model_fields_set if getattr(self, name)]
        for file in [name for name in given if name.endswith("_file")]:
            variable = f"{file.removesuffix('file')}env"
            if variable in given:
                raise refused(f"has both {variable} and {file}", "keep one of them")
        return self
