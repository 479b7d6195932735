"""What an operator asks of a deployed stage, without a terminal: used by the CLI and by tests."""
