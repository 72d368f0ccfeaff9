using Azure.AI.OpenAI;

namespace Acme.Ops;

public sealed record Options(string Deployment = "prod-gpt", string Model = "gpt-4-vision-preview")
{
    public const string Path = @"C:\models\gpt-4\cache";
    public string Url => $"https://acme.openai.azure.com/openai/deployments/{Deployment}";
    public string Image { get; init; } = "dall-e-2";
}
