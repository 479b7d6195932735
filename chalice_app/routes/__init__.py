"""One module per route: `route(message, cloud, line)` returns None, or the response for API Gateway.

A route raises MalformedMessage for a protocol violation; the router sends the device an alert.
"""
