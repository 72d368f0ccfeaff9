#!/usr/bin/env bash
# Runs gpt-4 on everything. MODEL=gpt-4-0314 was the default.
set -euo pipefail

MODEL=gpt-4o-mini
export OPENAI_MODEL="gpt-4-0613"
export ENGINE=davinci
FALLBACK=${FALLBACK_MODEL:-gpt-3.5-turbo-0125}
VOICE=nova
COMMAND=command
GENERIC=${MODEL:-sonar}

echo "Using gpt-4 today"
echo model gpt-4 is used
mkdir -p out/gpt-4-results
git checkout feature/gpt-4-migration

llm -m claude-3-5-haiku-20241022 "Summarise gpt-4"
llm --model gemini-1.5-flash 'Don'\''t use gpt-4'
llm --model=mistral-large-2411 --voice nova < notes/gpt-4-notes.md
OPENAI_MODEL=gpt-4-turbo python run.py
ollama pull llama3.1:8b
ollama run llama9:70b

for m in gpt-4o gpt-4.1 o3-mini; do
  python eval.py --engine "$m" --out "results/$m-gpt-4.json"
done

MODELS=(command-r "command-r-plus" rerank-v3.5)

curl https://api.openai.com/v1/chat/completions \
  -H "Authorization: Bearer $OPENAI_API_KEY" \
  -d '{
    "model": "gpt-4-1106-preview",
    "messages": [{"role": "user", "content": "what is gpt-4?"}]
  }'
curl -d "{\"model\": \"gpt-5\"}" https://api.openai.com/v1/responses
curl -d '{"model":"o1"}' "https://generativelanguage.googleapis.com/v1/models/gemini-pro:generateContent"
aws bedrock-runtime invoke-model --model-id eu.anthropic.claude-3-haiku-20240307-v1:0 out.json
curl https://example.org/gpt-4/index.html -o gpt-4.html
