"""The reviewers' databases of the integration tests."""

from tests.integration.reviewer.conftest import store

__all__ = ["store"]
