"""The ways in which a model is written, each read into whose it is, its id, and what the spelling says beside it.

`target_of` tries, in this order: forms that only one provider has (paths, ARNs), prefixes, OpenRouter's suffixes, and
bare ids. `references` is the face of it; here is one small function for each provider with a spelling of its own.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import NamedTuple

from monitor.core import prefixes
from monitor.core.facts import Scope
from monitor.errors import InvalidReference

ANY_SCOPE = Scope()  # of a spelling that does not say where the pin holds

_PREFIX = re.compile(r"([^/:]+)([/:])")
_HOLLOW = re.compile(r"(?:^|/)(?::|[^\w/]*(?:_[^\w/]*)*(?:/|$))|:(?:/|$)")  # a part without a letter or digit
_POINT = re.compile(r"(?<=\d)\.(?=\d)")
AWS_REGION = re.compile(r"[a-z]{2}(-gov|-iso[a-z]?)?-(north|south|east|west|central)(east|west)?-\d")
GOOGLE_LOCATION = re.compile(r"global|us|eu|[a-z]+-[a-z]+\d{1,2}")
AZURE_REGION = re.compile(r"[a-z]*(?:north|south|east|west|central)[a-z]*\d?|us(?:gov|dod)[a-z]+")
COMMITMENT = re.compile(r"\d+-month-commitment")
_GEOGRAPHY = re.compile(rf"({'|'.join(prefixes.GEOGRAPHIES)})\.([^/.]+\..+)", re.IGNORECASE)
_CONTEXT = re.compile(r"([^:]+:\d+):(\d+k?|mm)|([^:]+):(\d+k)", re.IGNORECASE)
_ARN = re.compile(
    r"arn:aws[a-z-]*:bedrock:([a-z0-9-]*):\d*:(?:(?:foundation-model|inference-profile)/(?!arn:)([^/]+)"
    r"|((?:(?:custom|imported|provisioned)-model|custom-model-deployment|application-inference-profile"
    r"|marketplace/model-endpoint|[a-z-]*prompt-router)/.+))",
    re.IGNORECASE,
)
_VERTEX_PATH = re.compile(
    r"(?:projects/[^/]+/locations/([^/]+)/)?(?:publishers/[^/]+/models/(.+)|((?:endpoints|models)/.+))"
)
_PATH_HEADS = frozenset({"arn:", "azur", "proj", "publ", "mode", "tune", "acco", "@cf/", "@hf/"})
_FIREWORKS_PATH = re.compile(r"accounts/[^/]+/[a-z]+/[^/]+", re.IGNORECASE)
_MISTRAL_TUNE = re.compile(r"ft:[^:]+:[0-9a-f]{8}:\d{8}:[0-9a-f]{8}", re.IGNORECASE)
_COHERE_TUNE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}-ft", re.IGNORECASE)
_AZURE_TUNE = re.compile(r"([^/]+)\.ft-[0-9a-f]{16,}.*", re.IGNORECASE)
_OLD_TUNE = re.compile(r"([^:/]+):ft-[^/]+", re.IGNORECASE)
_FINE_TUNES = (
    re.compile(r"ft:([^:]+)(?::.*)?", re.IGNORECASE),  # ft:base:org:name:id, OpenAI's and Mistral's
    _OLD_TUNE,  # base:ft-org-date, OpenAI's until 2023
    re.compile(r"ft-(.+)", re.IGNORECASE),  # ft-base: all fine-tunes of a base, on OpenAI's deprecations page
    _AZURE_TUNE,
    re.compile(r"custom-model/([^/]+)/.+", re.IGNORECASE),  # the tail of a Bedrock ARN
)
AZURE_ASSET = re.compile(r"azureml://registries/[^/]+/models/([^/@]+)(?:/versions/([^/]+))?", re.IGNORECASE)
AT_VERSION = re.compile(r"([^/:@]+)@(?:\d{3,4}(?:-\d{3})?|\d{8}|default|latest)", re.IGNORECASE)
_AZURE_TYPES = ("standard", "provisioned", "batch")
AZURE_DEPLOYMENTS = {  # Azure's deployment types, and LiteLLM's words for some of them
    **{name: Scope(deployment=name) for name in _AZURE_TYPES},
    **{f"global-{name}": Scope(deployment=f"global {name}") for name in _AZURE_TYPES},
    **{f"data-zone-{name}": Scope(deployment=f"data zone {name}") for name in _AZURE_TYPES},
    "global": Scope(deployment="global standard"),
    **{zone: Scope(deployment="data zone standard", regions=(zone,)) for zone in ("us", "eu", "apac")},
    "us-gov": Scope(regions=("us-gov",)),
    "developer": Scope(deployment="developer"),
}
_AZURE_WORDS = {  # the letters alone -> the deployment type
    word.replace("-", ""): scope.deployment
    for word, scope in AZURE_DEPLOYMENTS.items()
    if scope.deployment and not scope.regions
}


def azure_deployment(word: str) -> str:
    """The deployment type that is meant: "global standard" for GlobalStandard, global-standard or "Global Standard".

    Azure's SKUs end in Managed or Tier where a type's name does not. Empty for a word that means none.
    """
    letters = "".join(filter(str.isalpha, word.casefold()))
    return _AZURE_WORDS.get(letters.removesuffix("managed").removesuffix("tier"), "")


class Target(NamedTuple):
    """What a spelling points at; `variant` is what it adds to the id without naming another model."""

    provider: str | None
    model_id: str
    scope: Scope = ANY_SCOPE
    variant: str | None = None


def target_of(text: str, providers: Collection[str]) -> Target:
    """Read a cleaned reference; `providers` are provider names beside the known ones. Raises InvalidReference."""
    target = _path(text) or _prefixed(text, providers) or bare(text)
    if ":" in target.model_id and target.provider in prefixes.MAKERS:
        whole = f"{target.provider}/{target.model_id}"
        target = _openrouter(whole) if _is_variant(whole) else target  # openai/gpt-4-0314:free is nobody else's
    model_id = target.model_id
    if ("/" in model_id or ":" in model_id or not model_id[:1].isalnum()) and _HOLLOW.search(model_id):
        raise InvalidReference(f"{text!r} names no model", hint="write provider/model, for example openai/gpt-4-0314")
    return target


def bare(text: str) -> Target:
    """Read an id without a prefix: only a spelling that a single provider has says whose it is."""
    if _is_variant(text) or (text.startswith("~") and "/" in text):
        return _openrouter(text)
    if tuned := _fine_tune(text):
        return tuned
    if "." in text and _is_bedrock(text):
        return _bedrock(text)
    if AT_VERSION.fullmatch(text):
        return _vertex(text)
    return Target(None, text)


def _fine_tune(text: str) -> Target | None:
    """A fine-tune in the form of one provider; None for anything else."""
    folded = text.casefold()
    if "ft" not in folded:
        return None
    if folded.startswith("ft:"):
        return Target("mistral" if _MISTRAL_TUNE.fullmatch(text) else "openai", text)
    if _AZURE_TUNE.fullmatch(text):
        return _azure(text)
    if _OLD_TUNE.fullmatch(text):
        return Target("openai", text)
    return Target("cohere", text) if _COHERE_TUNE.fullmatch(text) else None


def base_of(model_id: str) -> str | None:
    """The id of the base model that a fine-tune's id names; None for any other id."""
    folded = model_id.casefold()
    if "ft" not in folded and not folded.startswith("custom-model/"):
        return None
    base = next((match[1] for form in _FINE_TUNES if (match := form.fullmatch(model_id))), None)
    return _split_context(base)[0] if base and folded.startswith("custom-model/") else base


def spellings_of_maker(maker: str, model_id: str) -> tuple[str, ...]:
    """How the maker itself may write an id that a reseller writes: claude-3.5-haiku is Anthropic's claude-3-5-haiku."""
    dashed = _POINT.sub("-", model_id) if maker == "anthropic" else model_id
    return (model_id,) if dashed == model_id else (model_id, dashed)


def _path(text: str) -> Target | None:
    """Forms that only one provider has: ARNs, asset addresses, resource paths."""
    if text[:4].casefold() not in _PATH_HEADS:  # most are told by this much
        return None
    folded = text.casefold()
    if folded.startswith("arn:"):
        return _bedrock(text)
    if folded.startswith("azureml:") and (match := AZURE_ASSET.fullmatch(text)):
        return _azure(f"{match[1]}@{match[2]}" if match[2] else match[1])
    if text.startswith(("projects/", "publishers/")) and _VERTEX_PATH.fullmatch(text):
        return _vertex(text)
    if folded.startswith(("models/", "tunedmodels/")):
        return _google(text)
    if _FIREWORKS_PATH.match(text):
        return _fireworks(text)
    if folded.startswith(("@cf/", "@hf/")):
        return Target("cloudflare", text)
    return None


def _prefixed(text: str, providers: Collection[str]) -> Target | None:
    match = _PREFIX.match(text)
    if not match:
        return None
    prefix, rest = match[1].casefold(), text[match.end() :]
    if prefix in prefixes.GATEWAYS and rest:
        return target_of(rest, providers)
    known = prefixes.COLON_PREFIXES if match[2] == ":" else prefixes.PREFIXES
    provider = known.get(prefix) or next((name for name in providers if name.casefold() == prefix), None)
    if provider is None:
        return None
    if not rest:
        raise InvalidReference(f"{text!r} names a provider and no model", hint=f"write {provider}/ and a model id")
    if match[2] == ":":
        interface, colon, behind = rest.partition(":")
        rest = behind if colon and behind and interface.casefold() in prefixes.INTERFACES else rest
    reader = _READERS.get(provider)
    return reader(rest) if reader else Target(provider, rest)


def _is_variant(text: str) -> bool:
    """Whether the text ends as only OpenRouter's ids do, vendor/model:free."""
    head, _, suffix = text.casefold().rpartition(":")
    return suffix in prefixes.SUFFIXES and head.count("/") == 1 and "/ft:" not in head


def _is_bedrock(text: str) -> bool:
    geography = _GEOGRAPHY.fullmatch(text)
    vendor, _, name = (geography[2] if geography else text).casefold().partition(".")
    if not name or vendor not in prefixes.BEDROCK_VENDORS:
        return False
    return bool(geography or vendor not in prefixes.ORACLE_VENDORS or re.search(r"-v\d|:\d", name))


# ----------------------------------------------------------------------- what follows the prefix, by whose prefix it is


def _openai(rest: str) -> Target:
    return Target("openai", _without(rest, {"responses"}))


def _google(rest: str) -> Target:
    return Target("google", _without(rest, {"models"}))


def _vertex(rest: str) -> Target:
    """[projects/N/locations/L/]publishers/P/models/M, or [L/][P/]M; a location is scope, a publisher is dropped."""
    location = None
    if match := _VERTEX_PATH.fullmatch(rest):
        location, rest = match[1], match[2] or match[3]
        if location and not GOOGLE_LOCATION.fullmatch(location.casefold()):
            raise InvalidReference(
                f"{location!r} is no location of Google Cloud", hint="write one such as us-central1, or global"
            )
    head, slash, tail = rest.partition("/")
    if slash and not location and GOOGLE_LOCATION.fullmatch(head.casefold()):
        location, rest = head, tail
        head, slash, tail = rest.partition("/")
    if slash and "/" not in tail and head.casefold() in prefixes.VERTEX_PUBLISHERS:
        rest = tail
    return Target("vertex", rest, Scope(regions=(location.casefold(),) if location else ()))


def _bedrock(rest: str) -> Target:
    """[route/][region/][commitment/] and an id or an ARN; a geographic prefix of the id takes the region's place."""
    region = deployment = None
    while "/" in rest and not rest.casefold().startswith("arn:"):
        head, _, tail = rest.partition("/")
        folded = head.casefold()
        if folded == "claude_platform":  # Anthropic's own service, paid through AWS: Anthropic's dates hold
            return Target("anthropic", tail)
        if region is None and AWS_REGION.fullmatch(folded):
            region = folded
        elif deployment is None and COMMITMENT.fullmatch(folded):
            deployment = folded
        elif folded not in prefixes.BEDROCK_ROUTES:
            break
        rest = tail
    if rest.casefold().startswith("arn:"):
        match = _ARN.fullmatch(rest)
        if not match or (match[1] and not AWS_REGION.fullmatch(match[1].casefold())):
            raise InvalidReference(f"{rest!r} is no ARN of a Bedrock model", hint="write the model id")
        region, rest = match[1].casefold() or None, match[2] or match[3]
    if match := _GEOGRAPHY.fullmatch(rest):
        region, rest = match[1].casefold(), match[2]
    model_id, variant = _split_context(rest)
    return Target("bedrock", model_id, Scope(deployment=deployment, regions=(region,) if region else ()), variant)


def without_context(model_id: str) -> str:
    """A Bedrock id without its context length, which its list gives rows of their own; any other id as it is."""
    return _split_context(model_id)[0] if ":" in model_id else model_id


def _split_context(text: str) -> tuple[str, str | None]:
    """A Bedrock id without its context length, and that length: it is the same model, provisioned."""
    match = _CONTEXT.fullmatch(text)
    return (match[1] or match[3], match[2] or match[4]) if match else (text, None)


def _azure(rest: str) -> Target:
    """[route/][deployment type/][region/]name[@version]."""
    rest = _without(rest, prefixes.AZURE_ROUTES)
    scope = ANY_SCOPE
    head, slash, tail = rest.partition("/")
    while slash and (narrower := _azure_narrowed(scope, head.casefold())):
        scope, rest = narrower, _without(tail, prefixes.AZURE_ROUTES)
        head, slash, tail = rest.partition("/")
    name, _, version = rest.partition("@")
    if name and version:
        return Target("azure", name, Scope(version, scope.deployment, scope.regions))
    return Target("azure", rest, scope)


def _azure_narrowed(scope: Scope, word: str) -> Scope | None:
    """The scope that a further segment makes of one; None for a segment that is no scope, or says more than fits.

    `eu` alone is the deployment type of that zone; behind a deployment type it is where that is.
    """
    said = AZURE_DEPLOYMENTS.get(word) or Scope(regions=(word,) if AZURE_REGION.fullmatch(word) else ())
    if said.regions and scope.deployment:
        said = Scope(regions=said.regions)
    if not said or (said.deployment and scope.deployment) or (said.regions and scope.regions):
        return None
    return Scope(deployment=scope.deployment or said.deployment, regions=scope.regions or said.regions)


def _fireworks(rest: str) -> Target:
    """accounts/A/models/M[#deployment], or M alone as LiteLLM shortens Fireworks' own."""
    model_id, _, deployment = rest.partition("#")
    if model_id and not deployment:
        model_id = rest
    if model_id and "/" not in model_id:
        model_id = f"accounts/fireworks/models/{model_id}"
    return Target("fireworks", model_id, Scope(deployment=deployment or None))


def _huggingface(rest: str) -> Target:
    """org/model[:route]; the route is the host that Hugging Face's router asks, or how it chooses one."""
    model_id, colon, route = rest.rpartition(":")
    if not (colon and route and "/" in model_id and ":" not in model_id):
        return Target("huggingface", rest)
    return Target("huggingface", model_id, variant=route)


def _openrouter(rest: str) -> Target:
    """vendor/model[:suffix]; OpenRouter's own models are called openrouter/auto and so on."""
    model_id, _, suffix = rest.rpartition(":")
    if not model_id or suffix.casefold() not in prefixes.ROUTING_SUFFIXES:
        model_id, suffix = rest, ""
    if "/" not in model_id:
        model_id = f"openrouter/{model_id}"
    return Target("openrouter", model_id, variant=suffix or None)


_READERS: dict[str, Callable[[str], Target]] = {
    "azure": _azure,
    "bedrock": _bedrock,
    "fireworks": _fireworks,
    "google": _google,
    "huggingface": _huggingface,
    "openai": _openai,
    "openrouter": _openrouter,
    "vertex": _vertex,
}


def _without(rest: str, words: Collection[str]) -> str:
    """The text without leading path segments that say nothing about the model."""
    head, slash, tail = rest.partition("/")
    while slash and head.casefold() in words:
        rest = tail
        head, slash, tail = rest.partition("/")
    return rest
