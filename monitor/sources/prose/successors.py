"""Sentences that say what takes the place of models: what to use instead, what serves their requests, and as what."""

from __future__ import annotations

from dataclasses import dataclass

from monitor.sources.cells import Replacements, is_model_id
from monitor.sources.prose import phrases
from monitor.sources.prose.sentences import Sentence


@dataclass(frozen=True, slots=True)
class Advice:
    """A recommendation: models to use, of whom it is said (by id, or by a word of their kind; of all if neither)."""

    replacements: Replacements
    models: tuple[str, ...] = ()
    kind: str = ""


def advice(sentence: Sentence) -> Advice | None:
    """What a sentence recommends instead of the models that it, or the text before it, speaks of."""
    if not sentence.has_id:
        return None
    found = phrases.RECOMMENDED.search(sentence.text) or phrases.INSTEAD.search(sentence.text)
    if found is None:
        return None
    condition = phrases.CONDITION.match(sentence.text, found.end())
    said = found["ids"] + (condition[0] if condition is not None else "")
    text = sentence.printed(said) if condition is not None or "(" in said else None
    using = phrases.USING.match(sentence.text)
    kind = phrases.FOR_KIND.match(sentence.text)
    models = sentence.named(using[1]) if using is not None else ()
    return Advice(Replacements(sentence.named(found["ids"]), text), models, kind[1] if kind is not None else "")


def redirect(sentence: Sentence) -> tuple[tuple[str, ...], str] | None:
    """Models of which a sentence says that another one serves their requests (none: those spoken of), and that one."""
    if not sentence.has_id:
        return None
    if (found := phrases.REDIRECTED.search(sentence.text)) is None or phrases.PART_OF_THEM.search(found[0]) is not None:
        return None
    targets = sentence.named(found["target"])
    models = tuple(m for m in sentence.named(found[0][: found.start("target") - found.start()]) if m not in targets)
    return (models, targets[0]) if len(targets) == 1 else None


def pointing(sentence: Sentence) -> tuple[tuple[str, ...], str] | None:
    """Names that a sentence points at a model, in place (none: those spoken of), and the model's id or name."""
    if not sentence.has_id:
        return None
    if (found := phrases.POINTS.search(sentence.text)) is not None:
        return (), sentence.printed(found["target"])
    if (found := phrases.UPGRADED.search(sentence.text)) is not None:
        target = sentence.printed(found["target"])
        return (sentence.named(found["subject"]), target) if is_model_id(target) else None
    return None
