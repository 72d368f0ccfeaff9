"""What a model makes, as far as its id says so: the kinds whose requests look different, so that none replaces another.

Providers publish no such list for all their models, and ids of these kinds say it in words. An id without such a word
is taken for a model of text.
"""

from __future__ import annotations

import enum
import re


class Kind(enum.StrEnum):
    """What a request to a model is for."""

    TEXT = "text"
    COMPLETION = "legacy completion"  # prompts without roles, by an endpoint of their own
    EMBEDDING = "embedding"
    RERANKING = "reranking"
    MODERATION = "moderation"
    IMAGE = "image"
    VIDEO = "video"
    SPEECH = "speech"
    REALTIME = "realtime"


_WORDS = (
    (Kind.EMBEDDING, r"embed(?:ding|dings)?|textembedding|multimodalembedding|similarity|voyage"),
    (Kind.RERANKING, r"rerank"),
    (Kind.MODERATION, r"moderation|guard|safeguard"),
    (Kind.VIDEO, r"sora|veo|reel|video"),
    (Kind.IMAGE, r"image|images|dall|imagen|imagegeneration|diffusion|sdxl|sd3|flux|canvas"),
    (Kind.REALTIME, r"realtime|live|native-audio"),
    (Kind.SPEECH, r"audio|tts|whisper|transcribe|voxtral|speech|sonic|lyria"),
    (Kind.COMPLETION, r"davinci|curie|babbage|ada|gpt-3\.5-turbo-instruct|code-cushman"),
)
_KINDS = tuple((kind, re.compile(rf"(?<![a-z])(?:{words})(?![a-z])")) for kind, words in _WORDS)


def kind_of(model_id: str) -> Kind:
    """The kind of the model of an id, by the words in it."""
    folded = model_id.casefold()
    return next((kind for kind, words in _KINDS if words.search(folded)), Kind.TEXT)
