"""The families of models that the field knows, by how their ids begin, and the words of which such ids are made.

Tables only; `names` reads them. An id that the record does not know still looks like a model when it begins like one
of these and goes on in numbers and words of the field: `gpt-4.7-turbo` does, `gpt-4-notes` does not.
"""

from __future__ import annotations

# How ids begin, in lower case. A reference without one of these is found only if the record knows its id.
STEMS = tuple(
    """
    gpt- gpt3. gpt4o chatgpt- o1- o3- o4- o5- o6- o7- o8- o9- text-davinci- code-davinci- davinci- babbage-
    text-embedding- text-moderation- omni-moderation- dall-e- whisper- tts-1 sora- codex-mini computer-use-preview
    claude- gemini- gemma- gemma2 gemma3 palm-2 text-bison chat-bison code-bison codechat-bison code-gecko
    textembedding-gecko text-unicorn imagen- imagegeneration veo- lyria- learnlm- medlm- multimodalembedding
    mistral- mixtral- open-mistral- open-mixtral- codestral- ministral- magistral- devstral- pixtral- voxtral-
    command-r command-a- command-light command-nightly command-text c4ai- embed-english- embed-multilingual- embed-v
    rerank- aya- llama llama- llama2 llama3 llama4 codellama meta-llama- grok- deepseek- sonar- r1-1776 qwen qwq- qvq-
    kimi- moonshot- glm- chatglm nova-micro nova-lite nova-pro nova-premier nova-canvas nova-reel nova-sonic nova-2-
    titan-text titan-embed titan-image titan-tg1 jamba- j2- jurassic-2 phi- phi3: phi3.5 phi4: phi4- stable-diffusion-
    sd3 sdxl- flux-1 flux. flux-pro flux-dev flux-schnell minimax- abab voyage- nemotron- llama-nemotron yi- dbrx
    granite- granite3 palmyra- solar-pro solar-mini reka- ernie- doubao- hunyuan- wizardlm- zephyr- vicuna-
    falcon-7b falcon-40b falcon-180b distil-whisper- compound-beta playai-tts bge- starcoder starling-lm nous-hermes
    """.split()  # noqa: SIM905 many plain words read best split
)

# Makers before a slash or, on Bedrock, before a dot, in lower case; beside those of `core.prefixes`.
MAKERS = frozenset(
    """
    01-ai ai21labs alibaba-nlp allenai amazon anthropic baai baidu bigcode black-forest-labs bytedance cf cohereforai
    coherelabs databricks deepseek-ai google hf huggingfaceh4 ibm-granite inception intfloat liquid liquidai lmsys meta
    meta-llama microsoft minimax minimaxai mistral mistralai moonshotai nousresearch nvidia openai perplexity-ai qwen
    sentence-transformers stability-ai stabilityai tencent thebloke thudm tiiuae together unsloth upstage writer x-ai
    z-ai zai-org
    """.split()  # noqa: SIM905 as above
)

# Words that follow in ids of these families. The words of all ids of the record are added to them.
WORDS = frozenset(
    """
    air alpha arctic audio awq base beta chat code coder codex completions computer deep default dev diarize distill
    embed embedding embeddings en english exp experimental extended fast flash fp8 fp16 free generate generation gguf
    gptq guard haiku hd hf high image instant instruct int4 int8 it large latest light lite live longcontext low maas
    maverick math max medium micro mini moe multilingual nano native nemo nightly online oss plus preview pro prover
    query r realtime reasoner reasoning research safeguard schnell scout search sky small sonnet opus speech text
    thinking tiny tool transcribe translate tts turbo ultra unicorn use versatile vision vl
    """.split()  # noqa: SIM905 as above
)

# Names without any number that are whole ids of today or yesterday: stem, then only these words.
LINES = frozenset(
    """
    beta chat coder flash haiku instant instruct large latest lite max medium micro mini nano nemo opus plus premier
    preview pro reasoner reasoning small sonnet turbo ultra vision nightly light r a deep research
    """.split()  # noqa: SIM905 as above
)
LINE_STEMS = ("claude-", "command-", "deepseek-", "gemini-", "grok-", "mistral-", "qwen-", "sonar-", "open-mistral-")

# Endings of file names: a token that ends so is a file, not a model.
FILES = frozenset(
    """
    bat bin bmp c cc cfg conf cpp cs css csv db doc docx env gguf ggml gif go gz h html ico ini ipynb java jpeg jpg js
    json jsonl jsx kt lock log md mdx mjs mp3 mp4 onnx parquet pdf php pkl png proto ps1 pt pth py pyc pyi rb rs rst
    safetensors scala sh sql sqlite svg swift tar tf tgz toml ts tsv tsx txt vue wav webm webp whl xml yaml yml zip
    """.split()  # noqa: SIM905 as above
)

# Providers before a slash or colon whose bare words (`openai/o1`, `perplexity/sonar`) are models without doubt.
SURE_PROVIDERS = frozenset({"anthropic", "azure", "bedrock", "cohere", "mistral", "openai", "openrouter", "perplexity"})
