"""One route a module: `route(message, cloud, line)` does one thing and returns None, or API Gateway's reply.

A route raises MalformedMessage for what breaks the protocol; the router answers the device.
"""
