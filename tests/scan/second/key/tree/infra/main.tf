resource "azurerm_cognitive_deployment" "gpt-4" {
  name = "gpt4-prod"
  model {
    format  = "OpenAI"
    name    = "gpt-4"
    version = "0613"
  }
}

variable "model_id" {
  default = "anthropic.claude-v2:1"
}

resource "aws_iam_policy" "invoke" {
  policy = jsonencode({ Resource = "arn:aws:bedrock:us-east-1::foundation-model/cohere.command-text-v14" })
  tags   = { Team = "nova", Image = "ami-0gpt4" }
}
