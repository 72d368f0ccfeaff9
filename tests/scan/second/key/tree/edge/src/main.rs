use async_openai::types::CreateChatCompletionRequestArgs;

const MODEL: &str = "groq/llama-3.1-70b-versatile";
static OTHER: &[&str] = &["deepseek-chat", r#"grok-2-1212"#];

fn main() {
    let request = CreateChatCompletionRequestArgs::default().model("gpt-4.5-preview").build();
    println!("nova sonar command r {:?} {}", request, env!("CARGO_PKG_VERSION"));
}
