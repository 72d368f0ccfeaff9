import { createOpenAI } from "@ai-sdk/openai";
import { bedrock } from "@ai-sdk/amazon-bedrock";
import { streamText } from "ai";

// was: openai("gpt-3.5-turbo-16k")
const openai = createOpenAI({ baseURL: "https://api.openai.com/v1/models" });
export const CHOICES = ["gpt-4o", "chatgpt-4o-latest", "o1-preview"] as const;
export type Choice = (typeof CHOICES)[number];
const icon = "/img/claude-3-logo.png";
const css = "grok-card nova-theme command-bar";

export async function reply(prompt: string, model: Choice = "gpt-4o") {
  const slow = bedrock("us.meta.llama3-1-70b-instruct-v1:0");
  const result = await streamText({ model: openai("gpt-4-1106-preview"), prompt: `as ${model}` });
  await import("./gpt-4-helpers");
  return { result, slow, ref: `models/gemini-1.5-pro-001`, build: "2024-08-06" };
}
