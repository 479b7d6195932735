"""Delete everything a stage stores about one device."""
