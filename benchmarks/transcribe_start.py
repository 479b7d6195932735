"""One Lambda process of transcribe, from its start to its second call.

    python -I -S benchmarks/transcribe_start.py ROOT BOTO3 < EVENT

ROOT is transcribe's unpacked zip, BOTO3 a folder with boto3. Settings and AWS_LAMBDA_FUNCTION_NAME come from the
environment, as in Lambda. Prints one JSON object: wall and CPU seconds of the init phase and of two calls, the modules
that the calls imported, and the peak of the memory. The function's own output goes to stderr.
"""

import json
import os
import resource
import sys
import time
from importlib import import_module
from itertools import pairwise

if __name__ == "__main__":
    event = json.load(sys.stdin)
    result = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.path[:0] = sys.argv[1:3]

    laps = [(time.perf_counter(), time.process_time())]
    function = import_module("functions.transcribe.handler").handler
    laps.append((time.perf_counter(), time.process_time()))
    modules = set(sys.modules)
    for _ in range(2):
        function(event, None)
        laps.append((time.perf_counter(), time.process_time()))
    init, first, second = ([round(new - old, 3) for old, new in zip(*lap, strict=True)] for lap in pairwise(laps))
    facts = {
        "init": init,
        "first": first,
        "second": second,
        "imported": sorted(set(sys.modules) - modules),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }
    json.dump(facts, result)
