package com.example.chat;

/** Talks to "gpt-4" and others. */
public class ChatService {
    // private static final String OLD = "gpt-3.5-turbo-0301";
    private static final String MODEL = "gpt-4o";
    private static final String BEDROCK_MODEL_ID = "anthropic.claude-3-5-sonnet-20240620-v1:0";
    private static final String COMMAND = "command";
    private final String engine = "text-davinci-003";

    @Value("${spring.ai.openai.chat.options.model:gpt-4o-mini}")
    private String configured;

    enum Size { SMALL, LARGE }

    String body() {
        return """
            {
              "model": "gpt-4-turbo",
              "messages": [{"role": "user", "content": "Is gpt-4 better?"}]
            }
            """;
    }

    ChatOptions options() {
        return OpenAiChatOptions.builder().withModel("gpt-4.1-2025-04-14").model("command-r").build();
    }

    ChatOptions cohere() {
        return builder().model("command").voice("nova").name("sonar").build();
    }

    List<String> all() {
        log.info("gpt-4 and gpt-4o are served");
        return List.of("gemini-1.5-flash-002", "gemini-2.5-pro", "gemini-4.5-pro");
    }
}
