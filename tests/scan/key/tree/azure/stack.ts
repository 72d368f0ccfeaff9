const chat = new azure.cognitive.Deployment("chat", {
  model: { format: "OpenAI", name: "gpt-4o", version: "2024-05-13" },
  sku: { name: "GlobalStandard" },
});
const all = [{ model: { format: "OpenAI", name: "gpt-4o-mini", version: "2024-07-18" } }, chat];
