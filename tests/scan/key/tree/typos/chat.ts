import { x } from "openai/resources/chat";
export const reply = await ai.chat({ model: "gtp-4o-mini", name: "gtp-4o-mini" });
export const other = { model: "grok-engine", modelName: "whsiper-1", model_id: "qewn-2.5-72b-instruct" };
