require "ruby/openai"

MODELS = %w[gpt-4-0314 babbage-002 none].freeze
DEFAULTS = { model: "claude-2.1", max_tokens: 100, command: "sync" }.freeze

def ask(client, text)
  client.chat(parameters: { model: ENV.fetch("MODEL", 'gpt-4o-2024-05-13'), messages: [{ role: "user", content: "tell ada of gpt-4" }] })
end
