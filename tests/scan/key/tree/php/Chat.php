<?php

// model "gpt-4"
# and "gpt-4o"
final class Chat
{
    private const MODEL = 'gpt-4o-mini';
    private string $model = "gpt-4";
    private string $command = 'command';

    #[Option(model: 'gpt-4.1')]
    public function ask(string $prompt, string $model = 'mistral-small-2503'): string
    {
        $response = OpenAI::client($key)->chat()->create([
            'model' => 'gpt-3.5-turbo-0125',
            'engine' => "curie",
            'voice' => 'nova',
            'messages' => [['role' => 'user', 'content' => "Compare gpt-4 and claude-2"]],
        ]);
        $id = "{$region}.anthropic.claude-v2";
        $model = getenv('MODEL') ?: 'command';
        echo "Model gpt-4 answered";
        return env('OPENAI_MODEL', 'o4-mini-2025-04-16');
    }
}
