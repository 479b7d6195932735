"""Operators' commands: what has become of recordings, why, and printing them again."""
