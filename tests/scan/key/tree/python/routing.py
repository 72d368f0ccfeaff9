"""Picks a model for a job."""

import logging
import re

log = logging.getLogger("gpt-4-router")

ROUTES = {
    "summary": {"provider": "anthropic", "model": "claude-3-haiku-20240307"},
    "legal": {"provider": "bedrock", "model": "us.anthropic.claude-3-haiku-20240307-v1:0"},
    "vertex": {"model": "claude-3-haiku@20240307", "location": "us-east5"},
    "router": dict(model="openrouter/anthropic/claude-3-haiku"),
    "arn": "arn:aws:bedrock:us-east-1::foundation-model/anthropic.claude-v2:1",
    "profile": "arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-lite-v1:0",
    "tuned": "ft:gpt-3.5-turbo-0125:acme::9xYzAbCd",
    "old tuned": "ft:gpt-3.9-turbo-0125:acme::9xYzAbCd",
    "own": "arn:aws:bedrock:us-east-1:123456789012:provisioned-model/a1b2c3d4e5f6",
}

PREFIXES = ("gpt-", "claude-", "gemini-", "o1", "o3")
PATTERN = re.compile(r"^gpt-4(-\d{4})?$")
STORE = {"ada": "Ada Lovelace", "curie": "Marie Curie", "babbage": "Charles Babbage"}
SHA = "4b825dc642cb6eb9a060e54bf8d69288fbee4904"
DIGEST = "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"
UUID = "7c9e6679-7425-40de-944b-e07fc1f90ae7"
BUILD = "o3-mini-build-7f3a9c1"


def pick(kind: str, region: str, name: str = "x"):
    """Pick one: claude-2.1 for old jobs, sonar for search."""
    model = ROUTES[kind].get("model", "claude-3-5-sonnet-latest")
    log.info("Falling back to claude-3-opus-20240229 for %s", kind)
    log.warning(f"model claude-2.1 is gone, using {model}")
    if kind == "search":
        model = "sonar"
    elif kind == "reasoning":
        model = 'sonar-reasoning'
    elif kind == "cohere":
        model = "command"
    elif name == "command":
        return "nova"
    elif kind == "light":
        model = "command-light"
    arn = f"arn:aws:bedrock:{region}::foundation-model/anthropic.claude-instant-v1"
    prefixed = f"{kind}/gpt-4o-mini-2024-07-18"
    suffixed = f"openai/gpt-4-0314:{kind}"
    unknowable = f"claude-3-5-sonnet-{region}"
    tuned = f"ft:gpt-3.5-turbo-0613:{name}"
    url = f"https://{region}-aiplatform.googleapis.com/v1/projects/{name}/locations/{region}/publishers/google/models/gemini-1.5-pro-002:generateContent"
    azure = f"{name}/openai/deployments/gpt-4o/chat/completions?api-version=2024-06-01"
    joined = (
        "gpt-4-1106-preview"
    )
    long_id = ("claude-3-7-"
               "sonnet-20250219")
    docs = "https://platform.openai.com/docs/models/gpt-4o"
    page = "https://example.com/blog/gpt-4-is-here"
    payload = '{"model": "gpt-4-0125-preview", "stream": true}'
    args = ["--model", "mistral-large-2407", "--temperature", "0"]
    line = "llm chat --model mistral-small-latest --stream"
    query = "provider=openai&model=gpt-4-turbo-2024-04-09&n=1"
    many = "gpt-4o-2024-05-13,gpt-4o-2024-11-20"
    return model, arn, prefixed, suffixed, unknowable, tuned, url, azure, joined, long_id, docs, page, payload, args, line, query, many


def engines():
    for engine in ("babbage", "curie"):
        yield engine
    yield from (m for m in ["text-davinci-003", "code-davinci-002"])


def judge(model):
    match model:
        case "grok-2-1212" | "grok-beta":
            return 1
        case "grok-7-mini":
            return 2
        case "command":
            return 3
    return {"deepseek-chat": 1, "deepseek-reasoner": 2}.get(model)
