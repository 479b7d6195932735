"""Executions, tail and stats: what has become of recordings, one by one, as it happens, and in numbers."""
