#!/usr/bin/env bash
set -euo pipefail
# runs gpt-4o over the queue
MODEL="${MODEL:-claude-3-sonnet-20240229}"
command -v jq >/dev/null || exit 1
curl -s https://api.openai.com/v1/chat/completions -d '{"model": "gpt-4o-audio-preview-2024-10-01", "messages": []}'
llm -m gemini-1.0-pro "summarise" --output /var/log/gpt-4-nightly.log
aws bedrock-runtime invoke-model --model-id amazon.titan-text-express-v1 out.json
git checkout release/gpt-5-rollout
