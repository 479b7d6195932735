"""Executions of the state machine: list, follow, summarise and count them."""
