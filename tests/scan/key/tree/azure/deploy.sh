#!/bin/sh
az cognitiveservices account deployment create \
  --name acme --deployment-name gpt-4 \
  --model-name gpt-4o \
  --model-version 2024-05-13 --model-format OpenAI \
  --sku-name GlobalStandard
