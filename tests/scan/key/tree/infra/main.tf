# model = "gpt-4-0314"
resource "azurerm_cognitive_deployment" "chat" {
  name = "gpt-4-prod-deployment"
  model {
    format  = "OpenAI"
    name    = "gpt-4o"
    version = "2024-08-06"
  }
}

variable "model_id" {
  type        = string
  default     = "anthropic.claude-3-5-sonnet-20240620-v1:0" // was "anthropic.claude-v2"
  description = "Which model, for example amazon.nova-lite-v1:0"
}

locals {
  arn    = "arn:aws:bedrock:${var.region}::foundation-model/cohere.command-r-v1:0"
  models = ["amazon.nova-micro-v1:0", "mistral.mistral-large-2402-v1:0", "meta.llama9-70b-instruct-v1:0"]
  model  = var.model != "" ? var.model : "sonar"
  shell  = "command"
  body   = jsonencode({ model = "gpt-4.1-mini", voice = "nova" })
  policy = <<-JSON
    {"Resource": "arn:aws:bedrock:us-west-2::foundation-model/amazon.titan-embed-text-v2:0", "Sid": "ada"}
  JSON
}
