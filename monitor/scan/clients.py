"""Whose client a request goes through: on a cloud, the same id is another model with other dates.

    client = AzureOpenAI(azure_endpoint=…)            client.chat.completions.create(model="gpt-4o")    is azure/gpt-4o

`called` follows the names of Python by its syntax tree; for other languages `around` reads the text. Where a file makes
clients of Azure and of OpenAI, and which of them answers cannot be followed, both are said.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from monitor.core.references import parse
from monitor.scan import languages
from monitor.scan.languages import Language, span_at

AZURE, OPENAI, OPENROUTER = "azure", "openai", "openrouter"
ELSEWHERE = ""  # a client that is told another address: whose models answer there is not known
CLOUDS = frozenset({AZURE, "bedrock", "vertex"})
CONSTRUCTORS = {
    name: provider
    for provider, names in {
        AZURE: "AnthropicFoundry AsyncAnthropicFoundry AsyncAzureOpenAI AzureChatCompletion AzureChatOpenAI "
        "AzureOpenAI AzureOpenAIChatCompletionClient AzureOpenAIChatGenerator AzureOpenAIDocumentEmbedder "
        "AzureOpenAIEmbedding AzureOpenAIEmbeddings AzureOpenAIGenerator AzureOpenAIProvider "
        "AzureOpenAITextEmbedder AzureTextEmbedding",
        "bedrock": "AnthropicBedrock AsyncAnthropicBedrock BedrockChat BedrockConverse BedrockEmbeddings BedrockLLM "
        "ChatBedrock ChatBedrockConverse",
        "vertex": "AnthropicVertex AsyncAnthropicVertex ChatAnthropicVertex ChatVertexAI VertexAI VertexAIEmbeddings",
        OPENAI: "AsyncOpenAI ChatOpenAI OpenAI OpenAIChatCompletion OpenAIChatCompletionClient OpenAIEmbedding "
        "OpenAIEmbeddings OpenAIProvider",
    }.items()
    for name in names.split()
}

LANGUAGES = frozenset({
    languages.GO, languages.JAVA, languages.PHP, languages.PYTHON, languages.RUBY, languages.RUST, languages.SCRIPT,
    languages.SHARP,
})  # fmt: skip

_AZURES = "zure"  # Azure or azure: one search is half the time of two
_OPENAIS = re.compile(r"(?i)(?:ft:)?(?:chat)?gpt-|o\d(?:-|$)|text-embedding-|dall-e-|whisper-|tts-|davinci|babbage")
_MADE = re.compile(
    r"(?P<azure>\b(?:Async|Add)?Azure(?:Chat)?Open[Aa][Ii]\w*|\bazopenai\.New\w*|\bcreateAzure\b|\bDefaultAzureConfig\b"
    r"|\bcom\.azure\.ai\.openai\b|@azure/openai|\bazure\.WithEndpoint\b|\.openai\.azure\.com)"
    r"|(?P<openai>\b(?:new|Add)\s*(?:Chat)?OpenAI(?:Client)?\s*\(|\b(?:Async|Chat)?OpenAI\(|\bcreateOpenAI\s*\("
    r"|\bopenai\.NewClient\w*\(|\bOpenAi\w*Model\.builder\()"
)
_GIVEN_TO = re.compile(r"([\w$]+)\s*(?::\s*[\w<>.?]+\s*)?(?::?=)\s*(?:(?:await|new)\s+)*(?:[\w$]+\.)*$")
_CHAIN = re.compile(r"([\w$]+(?:(?:\?\.|\.|->|::)[\w$]+)*)\s*(?:<[\w<>, ]*>)?$")
_JOINTS = re.compile(r"\?\.|\.|->|::")
_REACH = 1_000  # characters before a model in which the call begins that takes it
_BEFORE = 120  # and before a client, in which the name begins that it is given to


class Meaning(NamedTuple):
    """What a name of a model means where it stands; `candidates` are the providers whose it may be, if several."""

    reference: str
    candidates: tuple[str, ...] = ()


def mentions_cloud(text: str) -> bool:
    """Whether a text may make a client of a cloud, or with an address: the quick look that most files end with."""
    return _AZURES in text or "Bedrock" in text or "ertex" in text or "base_url" in text


def makes_azures(text: str) -> bool:
    """Whether Python may call a deployment of Azure's, whose name can be any."""
    return "AzureOpenAI" in text or "AzureChatOpenAI" in text


def meaning(written: str, called: frozenset[str], made: frozenset[str]) -> Meaning:
    """What a name means whose request goes to one of the providers `called`, in a file that makes clients of `made`.

    Where nothing says whom it calls, an id of OpenAI's may go to any client of Azure or OpenAI that the file makes. A
    name that itself says whose it is means that.
    """
    if called == {OPENROUTER}:  # whose ids begin with the maker's name
        return Meaning(written if written.startswith(f"{OPENROUTER}/") else f"{OPENROUTER}/{written}")
    if "/" in written or parse(written).provider is not None:
        return Meaning(written)
    is_openais = _OPENAIS.match(written) is not None
    if not called and is_openais and AZURE in made:
        called = made & {AZURE, OPENAI}
    whose = sorted(p for p in called if p in CLOUDS or (p == OPENAI and is_openais and made & CLOUDS))
    if len(whose) == 1:
        return Meaning(f"{whose[0]}/{written}")
    return Meaning(written, tuple(whose))


def around(text: str, language: Language) -> Callable[[int, str], Meaning] | None:
    """What is meant by a name at an offset of a text in another language than Python; None where it calls no Azure."""
    if _AZURES not in text:
        return None
    found = list(_makings(text, language))
    made = frozenset(provider for _, provider in found)
    if AZURE not in made:
        return None
    names: dict[str, set[str]] = {}
    for start, provider in found:
        if given := _GIVEN_TO.search(text, max(0, start - _BEFORE), start):
            names.setdefault(given[1], set()).add(provider)

    def meant(start: int, written: str) -> Meaning:
        for call in _open_calls(text[max(0, start - _REACH) : start]):
            if whole := _MADE.match(call + "("):
                return meaning(written, frozenset({whole.lastgroup or ""}), made)
            if known := [names[part] for part in _JOINTS.split(call) if part in names]:
                return meaning(written, frozenset(known[0]), made)
        return meaning(written, frozenset(), made)

    return meant


def _makings(text: str, language: Language) -> Iterator[tuple[int, str]]:
    """Where clients are made, outside of comments, and whose."""
    found = list(_MADE.finditer(text))
    spans = language.spans_at(text, [match.start() for match in found])
    for match in found:
        span = span_at(spans, match.start())
        if not (span and span.comment):
            yield match.start(), match.lastgroup or ""


def _open_calls(before: str) -> Iterator[str]:
    """The calls that are open where a text ends, the innermost first, as they are written: client.chat.create."""
    depth = 0
    for place in range(len(before) - 1, -1, -1):
        sign = before[place]
        if sign == ")":
            depth += 1
        elif sign == "(":
            depth -= 1
            if depth < 0:
                depth = 0
                if chain := _CHAIN.search(before, max(0, place - _BEFORE), place):
                    yield chain[1]
