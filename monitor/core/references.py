"""What teams write for a model -> whose it is, its id, and where the pin holds.

    gpt-4-0314                                     a bare id: no provider; the record says who has such a model
    openai/gpt-4-0314, openai:gpt-4-0314           a provider's prefix (`prefixes` lists them)
    us.anthropic.claude-3-haiku-20240307-v1:0      Bedrock; geographic prefix, region, ARN and `:48k` are scope, not id
    vertex_ai/claude-3-haiku@20240307              Vertex; also publishers/…/models/…, projects/…/locations/…/…
    azure/global-standard/gpt-4o@2024-05-13        Azure; a deployment's name means nothing without model and version
    azure/standard/swedencentral/gpt-4o            Azure in one region; the deployment type may be left out
    openrouter/openai/gpt-4-0314:free              a reseller's model, and the upstream model that it stands on
    ft:gpt-3.5-turbo-0125:acme::9xYz               a fine-tune, and the base model whose fate it shares
    claude-sonnet-4-5-20250929[1m]                 Claude Code's mark for the long context: the same model
    gpt-4…                                         only how an id begins: what follows is not known, so nobody has it

An id is never shortened to find a match: `gpt-4` and `gpt-4-0613` are two models. `Reference.candidates` names the
other ids that a provider itself writes for the same model. `parse(str(r)) == r` for every `r` that `parse` made.

What comes in is untrusted: at most 300 characters, no whitespace or control characters inside, in Unicode's form NFC.
Hyphens that web pages put in place of "-" (U+2010 to U+2013, U+2212) are read as "-", so that an id pasted from a page
is the id that a request sends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterator
from dataclasses import field, replace

from monitor.core import prefixes, spellings
from monitor.core.facts import Scope
from monitor.core.values import value
from monitor.errors import InvalidReference

MAX_LENGTH = 300
AND_SO_ON = "…"  # at the end of an id of which only the begin is known

_EXAMPLE = "write the id that a request sends, for example openai/gpt-4-0314"
_HYPHENS = str.maketrans(dict.fromkeys("\u2010\u2011\u2012\u2013\u2212", "-"))
_ODD = re.compile(r"[^\w\-.:/@~#+]")  # \w is what str.isalnum says, and the underscore
_PLAIN = re.compile(r"\w[\w\-.:@#]*(?:/[\w\-.:@#]+){0,3}(?<![/_])", re.ASCII)
_LONG = "1m"
_FINE_TUNED = Scope(deployment="fine-tuned")
_AZURE_VERSIONED = re.compile(r"-\d{4}(?:-\d{2}-\d{2}|-preview)?$|-vision-preview$", re.IGNORECASE)
_AZURE_VERSIONS = (
    re.compile(r"(.+)-(\d{4}-\d{2}-\d{2})"),
    re.compile(r"(.+)-(\d{4}(?:-preview)?)", re.IGNORECASE),
    re.compile(r"(gpt-4)-(turbo-\d{4}-\d{2}-\d{2}|vision-preview)", re.IGNORECASE),
)
_GPT_35 = re.compile(r"gpt-3(\.)?5(?![0-9])", re.IGNORECASE)
_MANY_SPELLINGS = frozenset({"azure", "bedrock", "vertex"})  # who writes one id in several ways
_AZURE_ROUTES = {scope: route for route, scope in reversed(spellings.AZURE_DEPLOYMENTS.items())}


@value
class Reference:
    """A model as a team wrote it, read.

    `raw` is what was written and takes no part in comparisons. `provider` is None for a bare id. `model_id` keeps the
    written case; ids are compared by `key`. `variant` is what a request adds to the id without naming another model
    (a context length, a router's choice). `upstream` is the maker's model behind a reseller's: the maker if
    the text names it, and the id. `fine_tune_of` is the id of the base model, at the same provider.
    """

    raw: str = field(compare=False)
    provider: str | None
    model_id: str
    scope: Scope = spellings.ANY_SCOPE
    variant: str | None = None
    upstream: tuple[str | None, str] | None = None
    fine_tune_of: str | None = None
    candidates: tuple[tuple[str, Scope], ...] = field(init=False, repr=False, compare=False)

    @property
    def key(self) -> tuple[str | None, str]:
        """Provider and casefolded id: what makes two references name the same model."""
        return self.provider, self.model_id.casefold()

    @property
    def is_open(self) -> bool:
        """Whether only the begin of the id is known."""
        return self.model_id.endswith(AND_SO_ON)

    def __post_init__(self) -> None:
        """List the candidates here: a pin is read once, and matched again at every reading of a source."""
        several = self.provider in _MANY_SPELLINGS or self.fine_tune_of
        found = tuple(_candidates(self)) if several else ((self.model_id, self.scope),)
        object.__setattr__(self, "candidates", found)

    def __str__(self) -> str:
        """The canonical form: provider, a slash, and the id with its scope; a bare id as it is."""
        text = self.model_id
        if self.variant and self.variant != _LONG:
            text = f"{text}:{self.variant}"
        scope = self.scope
        parts: tuple[str | None, ...] = (text,)
        match self.provider:
            case "azure":
                text = f"{text}@{scope.version}" if scope.version else text
                route = _AZURE_ROUTES.get(replace(scope, version=None))
                parts = (route, text) if route else (_azure_type(scope), *scope.regions, text)
            case "bedrock" if scope.regions and scope.regions[0] in prefixes.GEOGRAPHIES:
                parts = (scope.deployment, f"{scope.regions[0]}.{text}")
            case "bedrock" | "vertex":
                parts = (*scope.regions, scope.deployment, text)
            case "fireworks" if scope.deployment:
                parts = (f"{text}#{scope.deployment}",)
        whole = "/".join(filter(None, (self.provider, *parts)))
        return f"{whole}[{_LONG}]" if self.variant == _LONG else whole


def parse(text: str, *, providers: Collection[str] = ()) -> Reference:
    """Read a model reference; `providers` are further provider names of the user's own, beside the known ones.

    Raises InvalidReference, with a hint, where the text cannot name a model. An id that nobody has heard of is not an
    error here: that is found when it is matched against the record.
    """
    raw = text.strip()
    short = raw.removesuffix(f"[{_LONG}]")
    provider, model_id, scope, variant = spellings.target_of(_clean(short), providers)
    if len(short) < len(raw):
        if variant:
            raise InvalidReference(f"{raw!r} has two context lengths", hint=_EXAMPLE)
        variant = _LONG
    reference = Reference(
        raw,
        provider,
        model_id,
        scope=scope,
        variant=variant,
        upstream=upstream_of(provider, model_id),
        fine_tune_of=spellings.base_of(model_id),
    )
    if len(raw) > MAX_LENGTH // 2 and len(str(reference)) > MAX_LENGTH:  # a short form may stand for a longer one
        raise _too_long(text)
    return reference


def covers(geography: str, region: str) -> bool:
    """Whether a geographic prefix of Bedrock ("us", "apac") may be served from an AWS region ("us-east-1")."""
    return region.startswith(prefixes.GEOGRAPHIES.get(geography, (geography,)))


def _clean(text: str) -> str:
    """The text without surrounding whitespace, in NFC and with plain hyphens; InvalidReference if it names no model."""
    stripped = text.strip()
    if not stripped:
        raise InvalidReference("an empty model reference", hint=_EXAMPLE)
    if len(stripped) > MAX_LENGTH:
        raise _too_long(text)
    written = stripped if stripped.isascii() else unicodedata.normalize("NFC", stripped).translate(_HYPHENS)
    if _PLAIN.fullmatch(written):  # most are
        return written
    if "*" in written:
        raise InvalidReference(f"{stripped!r} is a pattern", hint="a pin names one model: write its whole id")
    if odd := _ODD.search(written.removesuffix(AND_SO_ON)):
        raise InvalidReference(f"{stripped!r} contains {_name(odd[0])}, no model id does", hint=_EXAMPLE)
    is_asset = spellings.AZURE_ASSET.fullmatch(written) is not None
    if "://" in written and not is_asset:
        raise InvalidReference(f"{stripped!r} is an address and no model id", hint=_EXAMPLE)
    if not any(map(str.isalnum, written)) or (not is_asset and "" in written.split("/")):
        raise InvalidReference(f"{stripped!r} has an empty part", hint=_EXAMPLE)
    return written


def _too_long(text: str) -> InvalidReference:
    return InvalidReference(f"a reference of more than {MAX_LENGTH} characters, {text.strip()[:40]!r}…", hint=_EXAMPLE)


def _azure_type(scope: Scope) -> str | None:
    return _AZURE_ROUTES.get(Scope(deployment=scope.deployment)) if scope.deployment else None


def _name(character: str) -> str:
    if character.isspace():
        return "whitespace"
    return repr(character) if character.isprintable() else f"the character U+{ord(character):04X}"


def upstream_of(provider: str | None, model_id: str) -> tuple[str | None, str] | None:
    """The maker's model behind a reseller's id: vendor/model by its vendor, a bare id as it is."""
    if provider not in prefixes.RESELLERS:
        return None
    vendor, slash, name = model_id.partition("/")
    if not slash:
        return None if provider == "perplexity" else spellings.bare(model_id)[:2]  # Perplexity's own have no vendor
    maker = prefixes.VENDORS.get(vendor.casefold())
    head, _, suffix = name.rpartition(":")
    if head and suffix.casefold() in prefixes.LISTED_SUFFIXES:
        name = head
    return (maker, name) if maker else None


def _candidates(reference: Reference) -> Iterator[tuple[str, Scope]]:
    provider, model_id, scope = reference.provider, reference.model_id, reference.scope
    if provider == "bedrock" and reference.variant:  # its list names `…:48k` beside the model itself
        yield f"{model_id}:{reference.variant}", scope
    yield from _same(provider, model_id, scope)
    if base := reference.fine_tune_of:
        if provider in {None, "openai"} and f"ft-{base}" != model_id:
            yield f"ft-{base}", scope
        for same_id, same_scope in _same(provider, base, scope):
            if same_scope is spellings.ANY_SCOPE:
                yield same_id, _FINE_TUNED
            elif same_scope.deployment != "fine-tuned":
                yield same_id, Scope(same_scope.version, "fine-tuned", same_scope.regions)
            yield same_id, same_scope


def _same(provider: str | None, model_id: str, scope: Scope) -> Iterator[tuple[str, Scope]]:
    """An id and the provider's other spellings of it."""
    yield model_id, scope
    if provider == "vertex" and (match := spellings.AT_VERSION.fullmatch(model_id)):
        yield match[1], scope
    if provider == "azure":
        whole = [(model_id, scope)]
        if not scope.version and _AZURE_VERSIONED.search(model_id):
            found = [match for form in _AZURE_VERSIONS if (match := form.fullmatch(model_id))]
            whole += [(match[1], Scope(match[2], scope.deployment, scope.regions)) for match in found]
        for name, where in whole:  # Azure's gpt-35-turbo is gpt-3.5-turbo on some of its pages
            if where is not scope or name != model_id:
                yield name, where
            if match := _GPT_35.match(name):
                yield f"gpt-{'35' if match[1] else '3.5'}{name[match.end() :]}", where
