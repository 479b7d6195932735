"""The bridge for unmodified firmware: converts its binary frames to text messages, as API Gateway requires."""
