package com.acme;

import dev.langchain4j.model.openai.OpenAiChatModel;

/** Summaries of invoices with gpt-4o. */
public final class Summaries {
    private static final String CLAUDE_3 = "claude";
    static final String MODEL = "gpt-3.5-turbo-0125";

    private final OpenAiChatModel model = OpenAiChatModel.builder()
            .baseUrl("https://api.acme.com/gpt-4/v1")
            .modelName("gpt-4-32k-0613")
            .build();

    String vertex() {
        return "publishers/anthropic/models/claude-3-5-sonnet-v2@20241022";
    }
}
