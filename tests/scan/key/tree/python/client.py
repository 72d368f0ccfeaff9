"""A thin client for chat completions. By default it talks to gpt-4o, see README."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from typing import Literal

import openai

# The old default was "gpt-4-0314"; nobody uses it any more.
DEFAULT_MODEL = "gpt-4o-2024-08-06"
FALLBACKS = ["gpt-4o-mini", 'gpt-4-turbo', "gpt-3.5-turbo-0125"]
CHEAP, DEAR = "gpt-4.1-nano", "gpt-4.5-preview"
VERSION = "4.0.314"
USER_AGENT = f"client/{VERSION} (gpt-4 capable)"

COSTS = {
    "gpt-4": (30.0, 60.0),
    "gpt-4-32k": (60.0, 120.0),
    "gpt-4-0613": (30.0, 60.0),
    "text-embedding-ada-002": (0.1, 0.0),
}

ALIASES = {"fast": "gpt-4.1-mini", "smart": "o3", "model": "o1", "codename": "nova"}

Size = Literal["small", "large"]
Known = Literal["gpt-4o-audio-preview", "gpt-4o-realtime-preview"]


@dataclass
class Settings:
    """Where requests go. The model may be gpt-4 or gpt-4o; ada and davinci are gone."""

    model: str = "chatgpt-4o-latest"
    embedding_model: str = field(default="text-embedding-3-small")
    moderation: str = "omni-moderation-latest"
    voice: str = "nova"
    command: str = "command"
    retries: int = 3


def complete(prompt: str, *, model: str = "gpt-5-mini-2025-08-07", engine="davinci") -> str:
    """Ask a model.

    >>> complete("hello", model="gpt-4")
    """
    client = openai.OpenAI()
    if model == "gpt-4-vision-preview":
        raise ValueError("gpt-4-vision-preview is gone, use gpt-4o instead")
    if model in {"o1-mini", "o1-preview"}:
        print("model o1-mini has no system prompt")
    answer = client.chat.completions.create(
        model=model or os.environ.get("OPENAI_MODEL", "gpt-4.1"),
        messages=[{"role": "user", "content": "What is new in gpt-4o?"}],
    )
    return answer.choices[0].message.content


def image(prompt: str) -> bytes:
    return openai.OpenAI().images.generate(model="dall-e-3", prompt=prompt, size="1024x1024")


def speech(text: str):
    return openai.OpenAI().audio.speech.create(model='tts-1-hd', voice="nova", input=text)


def transcribe(audio):
    return openai.OpenAI().audio.transcriptions.create(model="whisper-1", file=audio)
