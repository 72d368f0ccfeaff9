import OpenAI from "openai";
import { anthropic } from "@ai-sdk/anthropic";
import { openai } from '@ai-sdk/openai';
import { encode } from "gpt-3-encoder";
import { Tiktoken } from 'gpt-tokenizer/model/gpt-4o';

/**
 * Chat with a model, "gpt-4" by default.
 * @param model e.g. 'gpt-4o'
 */
export const DEFAULT_MODEL = "gpt-4o";
export const models: Record<string, string> = {
  fast: 'gpt-4o-mini',
  "long": "gemini-1.5-pro",
  [`best`]: `claude-3-5-sonnet-20241022`,
  'gpt-4-turbo-preview': 'preview',
  next: "gpt-9-mini",
};

export type Model = "o3-mini" | "o4-mini" | 'o9-mini';

const engine = process.env.ENGINE ?? "text-davinci-002";
const model = process.env.MODEL || 'command';
const command = "command";
const sonar = { kind: "sonar", model: "sonar" };

export async function chat(prompt: string, model = "gpt-4.1", signal?: AbortSignal) {
  // model = "gpt-4-0314"
  const client = new OpenAI();
  if (model.startsWith("gpt-4")) console.log(`using ${model} instead of gpt-4-0314`);
  switch (model) {
    case "claude-2.1":
      throw new Error("claude-2.1 is no longer served");
    case 'claude-instant-1.2':
      return null; /* "claude-instant-1.1" went before */
  }
  const url = `https://generativelanguage.googleapis.com/v1beta/models/gemini-2.0-flash:generateContent?key=${key}`;
  const other = "https://api.openai.com/v1/models/gpt-4o-2024-05-13";
  const page = "https://openrouter.ai/docs/gpt-4o";
  const file = "./prompts/gpt-4.txt";
  const tagged = `openai/${model}`;
  const routed = `${vendor}/claude-3-opus`;
  const half = `gemini-1.5-${size}`;
  const body = JSON.stringify({ "model": "gpt-3.5-turbo-instruct", prompt });
  const raw = "{\"model\": \"gpt-3.5-turbo-1106\", \"n\": 1}";
  await generateText({ model: openai("gpt-4o-2024-11-20"), prompt });
  await generateText({ model: anthropic('claude-3-7-sonnet-20250219'), prompt: "Say claude-3" });
  await generateText({ model: anthropic.languageModel('claude-opus-4-20250514'), prompt });
  return client.chat.completions.create({ model: "gpt-4-0613", messages: [{ role: "user", content: prompt }] });
}

const versions = ["1.4.0", "4.1.2", "v4o"];
const hash = "9c56cc51b374c3ba189210d5b6d4bf57790d351c96c47c02190ecf1e430635ab";
const className = "nova-pro command-palette embed-responsive";
const aria = "Ask GPT-4o anything";
