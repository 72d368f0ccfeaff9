export default function Picker({ onChange }) {
  return (
    <select name="model" onChange={onChange} className="o1 o3 gpt-picker">
      <option value="claude-3-7-sonnet-20250219">Claude 3.7 Sonnet</option>
      <option value="mistral-large-2402">Mistral Large (old)</option>
      <option value="davinci">Leonardo</option>
    </select>
  );
}
