"""The bridge for firmware as it is: its binary frames become text, which is all that API Gateway takes."""
