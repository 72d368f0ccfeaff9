"""Which prefix of a model reference means which provider, as LiteLLM, LangChain, PydanticAI, promptfoo and we write it.

Tables only; `references` reads them. A prefix stands before a slash or a colon and is compared without regard to case.
"""

from __future__ import annotations

PROVIDERS: dict[str, tuple[str, ...]] = {
    # provider: the prefixes that mean it, beside its own name
    "ai21": ("ai21_chat",),
    "aihubmix": (),
    "aimlapi": ("aiml",),
    "alibaba": ("alibaba-cn", "dashscope", "qwencloud"),
    "amazon-nova": ("amazon_nova",),
    "anthropic": ("anthropic_text",),
    "anyscale": (),
    "assemblyai": (),
    "azure": (
        "azure_ai",
        "azure_openai",
        "azure-cognitive-services",
        "azure-openai",
        "azure-responses",
        "azure_text",
        "azureopenai",
    ),
    "baseten": (),
    "bedrock": (
        "amazon-bedrock",
        "anthropic_bedrock",
        "aws-bedrock",
        "aws_bedrock",
        "bedrock-mantle",
        "bedrock_converse",
        "bedrock_mantle",
    ),
    "black-forest-labs": ("black_forest_labs",),
    "cerebras": (),
    "chutes": (),
    "cloudflare": ("cloudflare-ai", "cloudflare-workers-ai", "workers-ai"),
    "cohere": ("cohere_chat",),
    "cometapi": (),
    "databricks": (),
    "deepgram": (),
    "deepinfra": (),
    "deepseek": (),
    "elevenlabs": (),
    "fal": ("fal_ai",),
    "featherless": ("featherless_ai",),
    "fireworks": ("fireworks_ai", "fireworks-ai"),
    "friendliai": (),
    "gigachat": (),
    "github-copilot": ("github_copilot",),
    "github-models": ("github", "github_models"),
    "gmi": (),
    "google": ("gemini", "google-ai-studio", "google-gla", "google-genai", "google_genai", "googleai", "palm"),
    "gradient": ("gradient_ai",),
    "groq": (),
    "helicone": (),
    "heroku": (),
    "huggingface": (),
    "hyperbolic": (),
    "inception": ("text-completion-inception",),
    "jina": ("jina_ai",),
    "lambda": ("lambda_ai",),
    "llama-api": ("meta_llama",),
    "lmstudio": ("lm_studio",),
    "minimax": (),
    "mistral": ("codestral", "text-completion-codestral"),
    "modelscope": (),
    "moonshot": (),
    "morph": (),
    "nebius": (),
    "novita": (),
    "nscale": (),
    "nvidia-nim": ("nvidia_nim",),
    "oci": (),
    "ollama": ("ollama-cloud", "ollama_chat"),
    "openai": ("openai-chat", "openai-responses", "text-completion-openai"),
    "opencode": ("opencode-go", "opencode_go"),
    "openrouter": (),
    "ovhcloud": (),
    "perplexity": ("perplexity-ai",),
    "poe": (),
    "recraft": (),
    "replicate": (),
    "requesty": (),
    "runwayml": (),
    "sagemaker": ("sagemaker_chat", "sagemaker_nova"),
    "sambanova": (),
    "sap": ("sap-ai-core",),
    "scaleway": (),
    "siliconflow": (),
    "snowflake": (),
    "stability": (),
    "tencent": (),
    "together": ("together_ai", "togetherai"),
    "upstage": (),
    "v0": (),
    "venice": (),
    "vercel": ("vercel_ai_gateway", "vercel-ai-gateway"),
    "vertex": (
        "vertex_ai",
        "vertex-ai",
        "vertexai",
        "vertex_ai_beta",
        "google-cloud",
        "google-vertex",
        "google-vertexai",
        "google-vertex-ai",
        "google-vertex-anthropic",
        "google_vertexai",
        "google_anthropic_vertex",
    ),
    "vllm": ("hosted_vllm",),
    "volcengine": (),
    "voyage": ("voyageai",),
    "wandb": (),
    "watsonx": ("watsonx_text",),
    "xai": (),
    "xiaomi": ("xiaomi_mimo",),
    "z-ai": ("zai", "zai-coding-plan"),
    "zenmux": (),
    "zhipu": ("bigmodel", "zhipuai"),  # the makers of z-ai, in China: another service
}

PREFIXES: dict[str, str] = {
    spelling: provider for provider, others in PROVIDERS.items() for spelling in (provider, *others)
}

# The last of these stand before a colon only: before a slash they are an organisation's name inside an id, as hosts and
# OpenRouter write it (`mistralai/mixtral-8x7b-instruct`, `moonshotai/kimi-k2-instruct`).
COLON_PREFIXES: dict[str, str] = PREFIXES | {
    "grok": "xai",
    "ibm": "watsonx",
    "mistralai": "mistral",
    "moonshotai": "moonshot",
    "nvidia": "nvidia-nim",
}

# What promptfoo writes between a provider and an id, to say which of the provider's interfaces it means.
INTERFACES = frozenset({
    "chat", "completion", "converse", "embedding", "embeddings", "image", "messages", "realtime", "responses",
    "text-generation", "video",
})  # fmt: skip

# Gateways of one's own: what follows is a reference again.
GATEWAYS = frozenset({"gateway", "litellm", "litellm_proxy"})

# Who passes a request on to the model's maker, so that the maker's retirement concerns it. Hosts that run open weights
# themselves (Groq, Together, Fireworks, …) and the clouds, which have dates of their own, are not among them.
RESELLERS = frozenset({
    "aihubmix", "aimlapi", "cometapi", "github-copilot", "github-models", "helicone", "opencode", "openrouter",
    "perplexity", "poe", "replicate", "requesty", "vercel", "zenmux",
})  # fmt: skip

# Organisations in a reseller's ids whose models have an API of their own, which we call by these names.
VENDORS: dict[str, str] = {
    "ai21": "ai21",
    "alibaba": "alibaba",
    "anthropic": "anthropic",
    "cohere": "cohere",
    "deepseek": "deepseek",
    "google": "google",
    "inception": "inception",
    "minimax": "minimax",
    "mistral": "mistral",
    "mistral-ai": "mistral",
    "mistralai": "mistral",
    "moonshotai": "moonshot",
    "morph": "morph",
    "openai": "openai",
    "perplexity": "perplexity",
    "qwen": "alibaba",
    "tencent": "tencent",
    "upstage": "upstage",
    "x-ai": "xai",
    "xai": "xai",
    "xiaomi": "xiaomi",
    "z-ai": "z-ai",
    "zai": "z-ai",
}

MAKERS = frozenset(VENDORS.values())  # who has an API for models of its own

# OpenRouter's suffixes (openrouter.ai/docs, "Model variants"): the first are models of their own in its list, the
# second only say how a request is routed.
LISTED_SUFFIXES = frozenset({"beta", "extended", "free", "thinking"})
ROUTING_SUFFIXES = frozenset({"exacto", "floor", "nitro", "online"})
SUFFIXES = LISTED_SUFFIXES | ROUTING_SUFFIXES

# Bedrock's geographic inference profiles, longest first, and the regions that each stands for.
GEOGRAPHIES: dict[str, tuple[str, ...]] = {
    "us-gov": ("us-gov-",),
    "global": ("",),
    "apac": ("ap-",),
    "au": ("ap-southeast-2", "ap-southeast-4"),
    "ca": ("ca-",),
    "eu": ("eu-",),
    "in": ("ap-south-",),
    "jp": ("ap-northeast-1", "ap-northeast-3"),
    "us": ("us-east-", "us-west-"),
}

BEDROCK_VENDORS = frozenset({
    "ai21", "amazon", "anthropic", "cohere", "deepseek", "google", "luma", "meta", "minimax", "mistral", "moonshot",
    "moonshotai", "nvidia", "openai", "qwen", "stability", "twelvelabs", "writer", "xai", "zai",
})  # fmt: skip
# Oracle's cloud writes ids the same way (`cohere.command-a-03-2025`), so these alone do not prove Bedrock.
ORACLE_VENDORS = frozenset({"cohere", "google", "meta", "openai", "xai"})

# LiteLLM's words for how Bedrock and Azure are called: they say nothing about the model.
BEDROCK_ROUTES = frozenset(
    {"async_invoke", "converse", "converse_like", "deepseek_r1", "invoke", "llama", "openai", "qwen2", "qwen3"}
)
AZURE_ROUTES = frozenset({"gpt5_series", "o_series", "responses"})

VERTEX_PUBLISHERS = frozenset({
    "ai21", "anthropic", "deepseek-ai", "google", "intfloat", "meta", "minimaxai", "mistralai", "moonshotai", "openai",
    "qwen", "xai", "zai-org",
})  # fmt: skip

# How ids of makers' families begin: a host that alone has one of them may not be whom a bare id means.
OF_MAKERS = ("claude", "command-r", "gemini", "gpt-3", "gpt-4", "gpt-5", "grok")
