# frozen_string_literal: true

# Uses "gpt-4" unless told otherwise.
module Chat
  DEFAULT = 'gpt-4o'
  MODELS = %w[gpt-4o-mini gpt-4-turbo gpt-3.5-turbo].freeze
  WORDS = %w[command ada nova].freeze

=begin
model: "gpt-4-0314"
=end

  def self.ask(prompt, model: 'claude-3-haiku-20240307')
    client.chat(parameters: { model: "gpt-4-0613", messages: prompt })
    client.chat(parameters: { :model => "command-nightly", 'engine' => 'babbage' })
    logger.info "gpt-4 says #{prompt}"
    RubyLLM.chat(model: "#{prefix}/gemini-2.0-flash-001")
    ENV.fetch('LLM_MODEL', 'sonar')
    raise "no such model: 'gpt-4-0314'" if model == :ada
  end
end
