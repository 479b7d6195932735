"""Third-party providers: HTTP client and error mapping."""
