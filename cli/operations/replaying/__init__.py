"""Replay: a new execution from what is stored of a recording."""
