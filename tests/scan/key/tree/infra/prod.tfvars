model    = "claude-opus-4-1-20250805"
engine   = "babbage-002"
hostname = "gpt-4.internal.example.com"
