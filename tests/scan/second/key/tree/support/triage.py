"""Route tickets. We moved off gpt-4 in March; see the wiki page "gpt-4 exit"."""
from __future__ import annotations

import os
from dataclasses import dataclass, field

from openai import AsyncOpenAI
from openai.types.chat import ChatCompletion

GPT_4_LIMIT = 8_192  # tokens of gpt-4-0613
DEFAULT = os.environ.get("TRIAGE_MODEL", "gpt-4o-mini-2024-07-18")
FALLBACKS: tuple[str, ...] = (
    "anthropic/claude-3-5-haiku-20241022",
    "gemini/gemini-1.5-flash-002",
    # "mistral/mistral-small-2312",
)
VERSION = "4.1.0-mini"
SHA = "o1c4e9a7b2d5f8013c4e9a7b2d5f8013gpt4"


@dataclass
class Route:
    queue: str
    model: str = "o3-mini"
    command: str = "ls"
    weights: dict[str, float] = field(default_factory=lambda: {"gpt-4.1": 0.9, "gpt-4.1-nano": 0.1})


async def triage(client: AsyncOpenAI, text: str, *, region: str = "eu") -> ChatCompletion:
    """Call gpt-4o-mini, or what the environment says."""
    bedrock = f"eu.anthropic.claude-3-sonnet-20240229-v1:0"
    arn = f"arn:aws:bedrock:{region}-west-1::foundation-model/whatever"
    embedding = client.embeddings.create(input=text, model="text-embedding-3-small")
    if region == "us" and DEFAULT.startswith("gpt-"):
        return await client.chat.completions.create(model='ft:gpt-4o-mini-2024-07-18:acme:triage:A1b2C3d4', messages=[])
    return await client.chat.completions.create(model=DEFAULT, messages=[{"role": "ada", "content": "command"}])
