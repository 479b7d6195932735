"""Operators' tasks on a deployed stage, without a terminal: used by the CLI and by tests."""
