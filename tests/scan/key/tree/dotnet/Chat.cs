using Azure.AI.OpenAI;

namespace Acme.Chat; // "gpt-4"

public sealed class ChatOptions
{
    public const string Model = "gpt-4o";
    public string DeploymentName { get; set; } = "gpt-4-32k";
    public string Engine { get; init; } = "ada";
    public string Path { get; } = @"C:\models\gpt-4\readme.txt";
    public string Title { get; } = "The GPT-4 assistant";

    /* "gpt-35-turbo" was first */
    public string Azure(string region) => $"{region}/gpt-4-0613";
    public string Raw => """{"model": "gpt-4o-mini-2024-07-18"}""";
    public string Verbatim => @"{""model"": ""gpt-4-turbo""}";

    public IEnumerable<string> All() => new[] { "o1", "o3-mini-2025-01-31", "o5-mini" };
    public char Quote => '"';
    public void Log() => logger.LogInformation("Model gpt-4-0613 answered in {ms} ms", ms);
    public bool IsOld(string model) => model is "gpt-4-0314" or "gpt-4-32k-0314";
}
