"""Executions of a stage: their documents, histories, listings and statistics."""
