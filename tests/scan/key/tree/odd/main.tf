resource "helm_release" "chat" {
  values = [<<-YAML
    model: gpt-4-0613   # not gpt-4-32k
    others:
      - claude-2.1
    text: about gpt-4-0314 and others
  YAML
  ]
  arn = "arn:aws:bedrock:*::foundation-model/anthropic.claude-instant-v1"
}
