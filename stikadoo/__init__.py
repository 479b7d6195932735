"""Shared kernel: protocol, keys, domain models and AWS access used by two or more deployables."""
