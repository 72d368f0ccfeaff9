export const summed = "gpt-4" + "-0314";
export const head = "gpt-4" + suffix;
export const hyphen = "gpt-4-" + date;
export const concat = "gpt-4".concat("-0613");
export const both = "gpt-4" + `-${date}`;
export const notes = "gpt-4" + "-notes";
export const chosen = `${old ? "gpt-4-0314" : 'claude-2.1'}`;
export const nested = `using ${pick(["gpt-4-32k", "claude-2.0"])} now, not ${gpt-4o}`;
if (model.includes("gpt-4") || ALLOWED.includes("gpt-4-32k-0314")) {
  console.log("answers from " + "gpt-4o" + ": " + text);
}
