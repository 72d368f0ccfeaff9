"""What stands beside a reference (version, deployment type, region) -> one reference that says it all, or why none can.

    gpt-4o, version 2024-05-13                          gpt-4o-2024-05-13: the id of the snapshot
    vertex/claude-3-haiku, version 20240307             vertex/claude-3-haiku@20240307
    gpt-4o, version 2024-05-13, GlobalStandard          azure/global-standard/gpt-4o@2024-05-13: only Azure has that
    anthropic.claude-v2:1, region eu-west-1             bedrock/eu-west-1/anthropic.claude-v2:1

Nothing is left out on the way: a pin without its version is another pin, of another model perhaps. What no reference
can say is refused. The messages go on from the name of what says it: "pins[0] has version = '1', which …".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from dataclasses import replace

from monitor.core import spellings
from monitor.core.facts import Scope
from monitor.core.prefixes import GEOGRAPHIES, MAKERS
from monitor.core.references import Reference, covers, parse
from monitor.errors import InvalidReference

_DATE = r"\d{4}-\d{2}-\d{2}|\d{2}-\d{4}|\d{8}|\d{3,4}(?:-preview)?|latest"  # as makers write a snapshot behind a name
_SNAPSHOT = re.compile(_DATE, re.IGNORECASE)
_IS_SNAPSHOT = re.compile(rf".+[-@](?:{_DATE})", re.IGNORECASE)
_ZONES = frozenset({"us", "eu", "apac"})
_REGIONS: dict[str, tuple[re.Pattern[str], Collection[str], str]] = {  # their form, other names, and one of them
    "azure": (spellings.AZURE_REGION, _ZONES | {"us-gov"}, "swedencentral"),
    "bedrock": (spellings.AWS_REGION, GEOGRAPHIES, "us-east-1"),
    "vertex": (spellings.GOOGLE_LOCATION, (), "us-central1"),
}
_WHOLE = "write the whole id that a request sends"
_WHOSE = "name the provider in the reference: azure/gpt-4o"


def scoped(
    text: str, *, version: str = "", deployment: str = "", region: str = "", providers: Collection[str] = ()
) -> Reference:
    """The reference that a text and what stands beside it come to; what is empty says nothing.

    It is what `parse` makes of its own text. Raises InvalidReference where the text cannot be read, where it
    contradicts what stands beside it, or where no reference can say that.
    """
    read = parse(text, providers=providers)
    version, deployment, region = version.strip(), deployment.strip(), region.strip()
    if not (version or deployment or region):
        return read
    if read.provider is None and (_only_azures(deployment) or _is_azure_region(region)):
        read = parse(f"azure/{text.strip()}", providers=providers)
    for key, value, narrow in (
        ("deployment", deployment, _in_deployment),
        ("region", region, _in_region),
        ("version", version, _in_version),
    ):
        read = _narrowed(read, key, value, narrow, providers) if value else read
    return read


_Narrow = Callable[[Reference, str], Reference]


def _narrowed(read: Reference, key: str, value: str, narrow: _Narrow, providers: Collection[str]) -> Reference:
    made = narrow(read, value)
    try:
        again = parse(str(made), providers=providers)
    except InvalidReference:
        again = read
    if (again.key, again.scope, again.variant) != (made.key, made.scope, made.variant):
        raise _refused(key, value, "which no reference can say", _WHOLE)
    return again


def _in_deployment(read: Reference, value: str) -> Reference:
    kind, said = value, read.scope.deployment
    match read.provider:
        case "azure":
            kind = spellings.azure_deployment(value)
            if not kind:
                raise _refused("deployment", value, "which is no deployment type of Azure", 'write "global standard"')
        case "bedrock":
            kind = value.casefold()
            if not spellings.COMMITMENT.fullmatch(kind):
                raise _refused("deployment", value, "which Bedrock does not tell apart", 'write "1-month-commitment"')
        case "fireworks":
            pass
        case None:
            raise _refused("deployment", value, "which does not say whose it is", _WHOSE)
        case provider:
            raise _refused("deployment", value, f"by which {provider} tells no models apart", "leave it out")
    if said and said != kind:
        raise _refused("deployment", value, f"and its ref says {said!r}", "remove one of them")
    return replace(read, scope=replace(read.scope, deployment=kind))


def _in_region(read: Reference, value: str) -> Reference:
    region = "".join(value.casefold().split())
    if read.provider is None:
        raise _refused("region", value, "which does not say whose it is", _WHOSE)
    if read.provider not in _REGIONS:
        raise _refused("region", value, f"by which {read.provider} tells no models apart", "leave it out")
    form, names, example = _REGIONS[read.provider]
    if not (form.fullmatch(region) or region in names):
        raise _refused("region", value, f"which is no region of {read.provider}", f"write one such as {example}")
    if read.provider == "azure" and region in _ZONES and not read.scope.deployment:
        hint = 'write deployment = "data zone standard" beside it, or the kind that it is'
        raise _refused("region", value, "which is a data zone", hint)
    for said in read.scope.regions:
        if said != region and not covers(said, region):
            raise _refused("region", value, f"and its ref says {said!r}", "remove one of them")
    return replace(read, scope=Scope(read.scope.version, read.scope.deployment, (region,)))


def _in_version(read: Reference, value: str) -> Reference:
    """An id that ends with the version says it already."""
    model_id, said = read.model_id, read.scope.version
    if said and said.casefold() != value.casefold():
        raise _refused("version", value, f"and its ref says {said!r}", "remove one of them")
    if said or model_id.casefold().endswith((f"-{value}".casefold(), f"@{value}".casefold())):
        return read
    match read.provider:
        case "azure":
            return replace(read, scope=replace(read.scope, version=value))
        case "vertex" if not _IS_SNAPSHOT.fullmatch(model_id):
            joint = "-" if model_id.casefold().startswith("gemini-") else "@"  # Google's newer models, and partners'
            if spellings.AT_VERSION.fullmatch(f"{model_id}@{value}"):
                return replace(read, model_id=f"{model_id}{joint}{value}")
        case provider if provider is None or provider in MAKERS:
            if _SNAPSHOT.fullmatch(value) and not (_IS_SNAPSHOT.fullmatch(model_id) or read.fine_tune_of):
                return replace(read, model_id=f"{model_id}-{value}")
    if _IS_SNAPSHOT.fullmatch(model_id):
        raise _refused("version", value, "and its ref names a snapshot already", "leave the version out")
    whose = f"of {read.provider}" if read.provider else "that we know"
    raise _refused("version", value, f"which goes into no id {whose}", _WHOLE)


def _only_azures(deployment: str) -> bool:
    """Whether a word is a deployment type that Azure alone has; others have a standard tier and batches too."""
    kind = spellings.azure_deployment(deployment)
    return kind.startswith(("global ", "data zone ")) or (kind != "" and "managed" in deployment.casefold())


def _is_azure_region(region: str) -> bool:
    return spellings.AZURE_REGION.fullmatch("".join(region.casefold().split())) is not None


def _refused(key: str, value: str, why: str, hint: str) -> InvalidReference:
    return InvalidReference(f"has {key} = {value[:60]!r}, {why}", hint=hint)
