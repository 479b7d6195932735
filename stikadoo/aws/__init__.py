"""Access to AWS: one class a resource. Each takes its boto3 client, so routes, workers and operators share it."""
