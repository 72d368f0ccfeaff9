"""What a model makes, as far as its id says so: the kinds whose requests look different, so that none replaces another.

Providers publish no such list for all their models, and ids of these kinds say it in words. An id without such a word
is taken for a model of text. What a model of text is best at (reasoning, code) is a bent: a request is the same.
"""

from __future__ import annotations

import enum
import re
from functools import lru_cache


class Kind(enum.StrEnum):
    """What a request to a model is for."""

    TEXT = "text"
    COMPLETION = "legacy completion"  # prompts without roles, by an endpoint of their own
    EMBEDDING = "embedding"
    RERANKING = "reranking"
    MODERATION = "moderation"
    IMAGE = "image"
    VIDEO = "video"
    MUSIC = "music"
    SPEECH = "speech"
    TRANSCRIPTION = "transcription"
    AUDIO = "audio"  # hears and speaks in a chat
    REALTIME = "realtime"
    OCR = "document reading"
    FORECAST = "forecasting"


class Bent(enum.StrEnum):
    """What a model of text is made for."""

    REASONING = "reasoning"
    CODE = "code"


_WORDS = (
    (
        Kind.EMBEDDING,
        r"embed(?:ding|dings)?|textembedding|multimodalembedding|similarity|voyage|bge|gte|uae|m2-bert\S*|bert\S*|msmarco\S*|retrieval",
    ),
    (Kind.RERANKING, r"rerank|rank"),
    (Kind.MODERATION, r"moderation|guard|safeguard|virtueguard\S*"),
    (Kind.VIDEO, r"sora|veo|reel|video|wan\S*"),
    (Kind.MUSIC, r"lyria"),
    (
        Kind.IMAGE,
        r"image|images|dall|imagen|imagegeneration|imagetext|diffusion|sdxl|sd3|flux|canvas|imagine|outpaint|upscale|inpaint|openjourney|dreamlike|vision-v\d",
    ),
    (Kind.REALTIME, r"realtime|live|native-audio"),
    (Kind.TRANSCRIPTION, r"whisper|transcribe|asr|transcript|voxtral-mini-2507|voxtral-mini-latest"),
    (Kind.SPEECH, r"tts|speech|sonic|playai"),
    (Kind.AUDIO, r"audio|voxtral"),
    (Kind.OCR, r"ocr"),
    (Kind.FORECAST, r"timegpt|timeggpt|chronos-(?:t5|bolt)"),
    (Kind.COMPLETION, r"davinci|curie|babbage|ada|gpt-3\.5-turbo-instruct|code-cushman|text-bison|code-gecko"),
)
_KINDS = tuple((kind, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")) for kind, words in _WORDS)
_BENTS = (
    (Bent.REASONING, re.compile(r"(?<![a-z])(?:o[1-9]|reason\w*|think\w*|magistral|qwq|r1|deep-research)(?![a-z])")),
    (Bent.CODE, re.compile(r"(?<![a-z])(?:code|coder|codex|codestral|devstral|codellama|starcoder)(?![a-z])")),
)


@lru_cache(maxsize=16_384)
def kind_of(model_id: str) -> Kind:
    """The kind of the model of an id, by the words in it."""
    folded = model_id.casefold()
    return next((kind for kind, words in _KINDS if words.search(folded)), Kind.TEXT)


@lru_cache(maxsize=16_384)
def bents_of(model_id: str) -> frozenset[Bent]:
    """What the words in an id say it is made for."""
    folded = model_id.casefold()
    return frozenset(bent for bent, words in _BENTS if words.search(folded))
