"""Inspect: all that a stage knows of one recording, on a terminal or in a folder."""
