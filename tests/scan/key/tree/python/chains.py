"""LangChain, LlamaIndex and LiteLLM as people write them."""

import argparse

import litellm
from langchain_anthropic import ChatAnthropic
from langchain_google_genai import ChatGoogleGenerativeAI
from langchain_openai import AzureChatOpenAI, ChatOpenAI
from llama_index.llms.openai import OpenAI
from pydantic_ai import Agent

llm = ChatOpenAI(model_name="gpt-3.5-turbo-16k", temperature=0)
judge = ChatAnthropic(model="claude-3-opus-20240229", max_tokens=1024)
gem = ChatGoogleGenerativeAI(model='models/gemini-1.5-flash')
azure = AzureChatOpenAI(azure_deployment="gpt4-prod", model="gpt-4-32k-0613", api_version="2024-02-01")
index = OpenAI("gpt-4o", temperature=0.1)
agent = Agent("openai:gpt-4o-mini", system_prompt="You are the command centre of a nova.")
second = Agent('google-gla:gemini-1.5-flash')
third = Agent("anthropic:claude-3-5-haiku-20241022")

litellm.completion(model="azure/gpt-4o", messages=[])
litellm.completion(model="vertex_ai/gemini-1.5-pro-002", messages=[])
litellm.completion("bedrock/anthropic.claude-3-sonnet-20240229-v1:0", messages=[])
litellm.completion("bedrock/converse/us.anthropic.claude-3-5-sonnet-20241022-v2:0", [])
litellm.completion(model="groq/llama3-70b-8192", messages=[])
litellm.completion(model="together_ai/mistralai/Mixtral-8x7B-Instruct-v0.1", messages=[])
litellm.completion(model="fireworks_ai/accounts/fireworks/models/llama-v3p1-8b-instruct", messages=[])
litellm.completion(model="cohere/command-r-plus", messages=[])
litellm.completion(model="xai/grok-2-vision-1212", messages=[])
litellm.completion(model="perplexity/sonar-pro", messages=[])
litellm.completion(model="deepseek/deepseek-chat", messages=[])
litellm.completion(model="openrouter/openai/gpt-4o:free", messages=[])
litellm.completion(model="mistral/open-mixtral-8x22b", messages=[])
litellm.completion(model="gemini/gemini-2.0-flash-lite", messages=[])
litellm.completion(model="moonshot/kimi-k3-turbo", messages=[])
litellm.completion(model="azure/my-deployment", messages=[])
litellm.embedding(model="voyage/voyage-3-large", input=[])
litellm.embedding(model="cohere/embed-english-v3.0", input=["embed", "this"])
litellm.rerank(model="cohere/rerank-english-v3.0", query="q", documents=["rerank-me"])
litellm.transcription(model="groq/whisper-large-v3", file=None)

parser = argparse.ArgumentParser(prog="gpt-4-cli", description="Chat with gpt-4 and friends")
parser.add_argument("--model", default="gpt-5-chat-latest", help="for example gpt-5-mini")
parser.add_argument("--engine", default="ada")
parser.add_argument("--command", default="command", choices=["command", "nova"])
parser.add_argument("--notes", default="gpt-4-notes.md")
parser.add_argument("--weights", default="llama-3-8b-instruct.Q4_K_M.gguf")
parser.add_argument("--repo", default="https://github.com/acme/gpt-4-clone")


class TestDoubles:
    "A stand-in for gpt-4o."

    reply = "I am gpt-4o, a large language model."
    title = "GPT-4 Turbo"
    folder = "data/gpt-4/answers"
    bucket = "s3://acme-models/llama-3-70b/weights"
    package = "llama-index==0.10.3"
    tool = "npx @anthropic-ai/claude-code@1.0.31"
    model_path = "/opt/models/llama-3-8b"
    table = "gpt_4_runs"
    css = "sonar-ping"
    user = "claude-desktop"
