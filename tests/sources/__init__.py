"""What every reader is held against; the assertions that test files inherit are explained where they fail, too."""

import pytest

pytest.register_assert_rewrite("tests.sources.page_tests")
