"""What may be said of one source: another address, other limits, or that it is a page or a list of the user's own."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, PlainSerializer, model_validator

from monitor.config import values
from monitor.config.section import Section
from monitor.config.values import refused

Words = Annotated[Mapping[values.Word, values.Line], AfterValidator(MappingProxyType), PlainSerializer(dict)]

# The keys that say how a page or a list is read, and the kinds that have them. A page's are those of `TableRules` in
# `monitor.sources.tables`, a list's those of `Shape` in `monitor.sources.lists.shapes`.
KINDS = {
    "columns": ("page", "list"),
    "statuses": ("page", "list"),
    "rows": ("list",),
    **dict.fromkeys(
        ("not_models", "left_out", "month_first", "by_name", "bare_ids", "only_earliest", "headings_announce"),
        ("page",),
    ),
}


class SourceSettings(Section):
    """What is different for one source; with `kind`, a page or a model list of the user's own.

    `private` says that its `url` may be inside the network. `headings`, `min_facts` and `max_unread` are its guards;
    where they are empty or None, its own (see `monitor.core.trust.Guards`).
    """

    url: values.OptionalUrl = ""
    page_url: values.OptionalUrl = ""
    private: bool = False
    kind: Literal["", "page", "list", "openai-compatible", "bedrock"] = ""
    api_key_env: values.Variable = ""
    api_key_file: values.SecretFile = ""
    enabled: bool = True
    every: values.OptionalDuration = None

    headings: values.ListOf[values.Word] = ()
    min_facts: Annotated[int, Field(ge=1)] | None = None
    max_unread: Annotated[int, Field(ge=0)] | None = None

    columns: Words = Field(default_factory=lambda: MappingProxyType({}))
    statuses: Words = Field(default_factory=lambda: MappingProxyType({}))
    rows: values.Line = "data"
    not_models: values.ListOf[values.Word] = ()
    left_out: values.ListOf[values.Word] = ()
    month_first: bool = False
    by_name: bool = False
    bare_ids: bool = False
    only_earliest: bool = False
    headings_announce: bool = True

    @model_validator(mode="after")
    def _kind_has_an_address(self) -> Self:
        if self.kind and not self.url:
            example = "https://…/deprecations.md" if self.kind == "page" else "https://…/v1/models"
            raise refused(f'has kind = "{self.kind}" and no url', f'add its address: url = "{example}"')
        return self

    @model_validator(mode="after")
    def _what_is_private_is_its_own_address(self) -> Self:
        if self.private and not self.url:
            raise refused("has private = true and no url", "only an address that stands here may be private: add url")
        return self

    @model_validator(mode="after")
    def _keys_are_those_of_its_kind(self) -> Self:
        for key, kinds in KINDS.items():
            default = type(self).model_fields[key].get_default(call_default_factory=True)
            if getattr(self, key) != default and self.kind not in kinds:
                named = " or ".join(f'"{kind}"' for kind in kinds)
                raise refused(f"has {key}, which is for kind = {named}", "change its kind, or remove it")
        return self
