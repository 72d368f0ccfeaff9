#!/bin/sh
MODEL="${1:-gpt-4-0314}"
if [[ $MODEL == gpt-4-turbo-preview ]]; then echo "gpt-4-0314 is gone"; fi
