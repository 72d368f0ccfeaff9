module "openai" {
  source = "Azure/openai/azurerm"
  deployment = {
    chat = {
      name          = "gpt-4o"
      model_format  = "OpenAI"
      model_name    = "gpt-4o"
      model_version = "2024-05-13"
    }
  }
}
