<?php
declare(strict_types=1);

final class Assistant
{
    private const MODEL = 'gpt-3.5-turbo-1106';
    // private const MODEL = 'gpt-3.5-turbo-0613';

    public function ask(string $text): string
    {
        $result = OpenAI::client(getenv('KEY'))->chat()->create([
            'model' => "openrouter/mistralai/mixtral-8x7b-instruct",
            'messages' => [['role' => 'user', 'content' => "$text (as gpt-4 would)"]],
        ]);
        return $result['choices'][0];
    }
}
