"""One Lambda process of a route, from its start to its second call: CPU seconds, modules imported, clients created.

    python benchmarks/first_call.py ENTRY_POINT < EVENTS

ENTRY_POINT is a handler of app.py, EVENTS two JSON events. Its settings and AWS_LAMBDA_FUNCTION_NAME come from the
environment, as in Lambda. Prints one JSON object; the function's own output goes to stderr.
"""

import json
import os
import sys
import time

if __name__ == "__main__":
    events = json.load(sys.stdin)
    result = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)

    import app
    from stikadoo.aws.clients import client

    function = getattr(app, sys.argv[1])
    calls = []
    for event in events:
        modules, clients, cpu = set(sys.modules), client.cache_info().misses, time.process_time()
        function(event, None)
        calls.append(
            {
                "cpu_seconds": time.process_time() - cpu,
                "imported": sorted(set(sys.modules) - modules),
                "clients": client.cache_info().misses - clients,
            }
        )
    json.dump(calls, result)
