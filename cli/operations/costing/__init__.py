"""Cost: counted calls and dated prices become a bill, and quotas that break."""
