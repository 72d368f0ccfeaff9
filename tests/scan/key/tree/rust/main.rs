//! Asks "gpt-4".
const MODEL: &str = "gpt-4o";
static COMMAND: &'static str = "command";
const ENGINE: &str = "davinci";

fn choose<'a>(name: &'a str, quote: char) -> &'a str {
    // "gpt-3.5-turbo" was cheaper
    match name {
        "claude-3-opus-20240229" => "opus",
        "haiku" => "claude-3-5-haiku-20241022",
        _ if quote == '"' => "llama-3.3-70b-versatile",
        _ => panic!("unknown model gpt-4-9999"),
    }
}

fn main() {
    let body = r#"{"model": "gpt-4-turbo", "prompt": "gpt-4?"}"#;
    let request = Request::builder().model("command").voice("nova").build();
    let url = format!("{base}/v1beta/models/gemini-2.5-flash:streamGenerateContent");
    println!("asking gpt-4o about {}", url);
    let model = args.model.unwrap_or("qwen9-max".to_string());
}
