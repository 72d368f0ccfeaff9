"""Names with a slip in them, where a model must stand, and words that only look so."""

import os

import litellm
from openai import OpenAI

from openai.resources import chat

client = OpenAI()
client.chat.completions.create(model="gtp-4o-mini", messages=[])
client.chat.completions.create(model="ggpt-4o", messages=[])
client.embeddings.create(model="text-embeding-3-small", input="x")
litellm.completion(model="openai/gtp-4o-mini", messages=[])
litellm.completion("anthropic/claud-3-haiku-20240307", [])
litellm.completion(model="gemini/gemni-1.5-pro", messages=[])
JUDGE_MODEL = os.getenv("JUDGE_MODEL", "cluade-3-opus-20240229")
MODELS = ["mistarl-large-2407", "gpt-4o"]


def ask(model: str = "deepsek-chat", fallback_model: str = "comand-r-plus") -> str:
    return f"{model} {fallback_model}"


ForeignKey = dict
user = ForeignKey(model="auth.User")
owner = ForeignKey(model="user")
net = dict(model="resnet50", model_name="bert-base-uncased", engine="postgresql")


def fit(model: str = "linear", kernel_model: str = "gamma-2", model_type="cloud-3") -> None:
    print(model, kernel_model, model_type)


car = {"make": "Toyota", "model": "gt-86", "deployment": "production"}
bike = {"model": "gp-4", "other_model": "clade-tree"}
models = ["golf-4", "civic-2", "model-3", "model-s", "corolla", "gtp-u"]
source = "openai/client.py"
folder = "openai/gtp-4o.json"
page = "https://example.com/openai/gtp-4o-mini"
protocol = "gtp-4"
text = "we asked gtp-4o-mini and it said claud-3-haiku"
note = "gtp-4o-mini"
model_path = "checkpoints/claud-3/weights.bin"
model_class = "LlmaForCausalLM"
