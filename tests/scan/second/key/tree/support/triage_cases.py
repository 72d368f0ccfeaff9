import pytest

from support import triage


@pytest.mark.parametrize(
    ("written", "queue"),
    [
        ("gpt-4-turbo-2024-04-09", "slow"),
        ("claude-3-opus-latest", "slow"),
        ("not-a-model", None),
    ],
)
def test_the_queue_of(written, queue):
    assert triage.queue_of(model=written) == queue


def test_haiku_is_a_poem():
    assert triage.title("haiku", "sonnet", "opus") == "a poem, claude"
