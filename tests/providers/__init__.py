"""Doubles of third-party providers: local servers that speak their documented wire formats."""
