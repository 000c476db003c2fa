"""The reviewers of the integration tests serve these too."""

from tests.integration.reviewer.conftest import empty, founded, founding, reviewers, store

__all__ = ["empty", "founded", "founding", "reviewers", "store"]
