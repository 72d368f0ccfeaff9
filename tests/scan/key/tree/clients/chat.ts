import OpenAI, { AzureOpenAI } from "openai";
const azure = new AzureOpenAI({ endpoint });
const plain = new OpenAI();
await azure.chat.completions.create({ messages: [text(x)], model: "gpt-4o" });
await plain.chat.completions.create({ model: "gpt-4o" });
await this.client.chat.completions.create({ model: "gpt-4o" });
