// The model picker.
export function Picker({ model, onChange }) {
  const re = /gpt-4["']?/;
  return (
    <select value={model} onChange={onChange} title="Which model? gpt-4o is best">
      <option value="gpt-4o-mini">GPT-4o mini</option>
      <option value='gpt-4o'>GPT-4o</option>
      <option value="mistral-large-latest">Mistral's large one</option>
      <option value="ada">Ada, our mascot</option>
      <option value={"deepseek-reasoner"}>gpt-4-like</option>
      <p>Don't choose gpt-3.5-turbo, it's gone</p>
    </select>
  );
}
Picker.defaultProps = { model: 'gpt-4.1-mini-2025-04-14', engine: "davinci-002", icon: "nova" };
