// Package main asks "gpt-4" a question.
package main

import (
	"fmt"
	"os"
)

const (
	defaultModel = "gpt-4"
	visionModel  = `gpt-4-vision-preview`
	command      = "command"
	version      = "v1.4.0-gpt4"
)

var models = []string{
	"claude-3-sonnet-20240229",
	"claude-3-5-haiku-20241022",
	"command",
	"sonar",
}

var names = map[string]string{"ada": "command", "chat": "glm-4.6"}

type config struct {
	Model string `json:"model" default:"gpt-4o-mini"`
	Voice string `json:"voice" default:"nova"`
}

func main() {
	model := os.Getenv("MODEL")
	if model == "" {
		model = "gpt-3.5-turbo"
	}
	req := Request{Model: "gpt-4o-2024-05-13", Engine: "davinci", Quote: '"'}
	fmt.Printf("using gpt-4 with %s\n", model)
	body := `{"model":"mistral-medium-2505","prompt":"Is it gpt-4?"}`
	url := fmt.Sprintf("%s/v1/models/gpt-4.1-mini", base)
	arn := fmt.Sprintf("arn:aws:bedrock:%s::foundation-model/amazon.titan-text-express-v1", region)
	flag.StringVar(&model, "model", "gpt-6-turbo", "for example gpt-4o")
	_ = WithModel("kimi-k2-0711-preview")
	panic(fmt.Errorf("gpt-4-0314 is retired: %w", err))
}
