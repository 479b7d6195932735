"""Where the shared words meet AWS: the bucket, the registry of sessions, the postbox to devices."""
