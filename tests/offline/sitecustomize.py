"""Python imports this at the start of every process that a test starts, because tests/conftest.py names the folder."""

import offline  # noqa: F401  (importing it is the deed)
