package parts

import "strings"

const Summed = "gpt-4" + "-0613"

func Is(model, date string) bool {
	return strings.HasPrefix(model, "gpt-4") || strings.Contains(model, "gpt-3.5-turbo") || model == "gpt-4-"+date
}
