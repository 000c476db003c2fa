"""Backups of either app and the way back: docs/protocol.md, section 22. Knows neither app."""
