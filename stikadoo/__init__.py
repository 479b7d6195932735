"""The shared words: what two or more deployables say the same way."""
