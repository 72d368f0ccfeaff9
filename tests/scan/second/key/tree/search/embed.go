package search

import "github.com/sashabaranov/go-openai"

const (
	embeddingModel = "text-embedding-ada-002"
	userAgent      = "acme-search/4.1-mini"
)

var rerankers = map[string]string{
	"fast":  `rerank-english-v2.0`,
	"multi": "cohere/rerank-multilingual-v3.0",
}

// Embed uses text-embedding-3-large one day.
func Embed(c *openai.Client, texts []string) error {
	req := openai.ChatCompletionRequest{Model: "azure/gpt-35-turbo-16k"}
	_ = req
	return nil
}
