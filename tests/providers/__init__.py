"""Doubles of the companies we ask: local servers that speak their documented wire formats."""
