"""Replay: a new execution from the stored artifacts of a recording."""
