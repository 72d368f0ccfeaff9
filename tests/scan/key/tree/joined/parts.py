"""Names that are put together, and parts of names that are only looked for."""

import re

SUFFIX = re.sub("x", "", "-0314x")

head_of_f = f"gpt-4{SUFFIX}"
head_of_sum = "gpt-4" + SUFFIX
hyphen_head = "claude-3-5-sonnet-" + SUFFIX
summed = "gpt-4" + "-0613"
summed_long = "claude-3-" + "haiku-" + "20240307"
prefixed = "openai/" + "gpt-4-32k"
side_by_side = "openai/" "gpt-4-1106-preview"
then_variable = "gpt-4" f"{SUFFIX}"
variable_first = SUFFIX + "gpt-4o"
in_prose = "the model is " + "gpt-4-turbo" + ", as ever"
other_thing = "gpt-4" + "-notes"


def is_old(model: str, allowed: list[str]) -> bool:
    if model.startswith("gpt-3.5") or model.startswith(("gpt-4-", "claude-2")):
        return True
    if "gpt-4" in model or "claude-3" in model.lower():
        return True
    if model[:6] == "gpt-3.5-turbo":
        return True
    return "gpt-4-0314" in allowed or "claude-3-5-sonnet-20240620" in model


class Old(Exception):
    label = "old" + "-" + "thing"
