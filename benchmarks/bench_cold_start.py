"""The routes' first calls: CPU seconds with the init phase's preparation, and without."""

from benchmarks.first_calls import Call, first_calls, route_environment
from benchmarks.table import Row
from infra.local_aws import local_aws, reach

_TIMES = 3


def rows() -> list[Row]:
    """Of each message the fastest of several processes, against other load on the machine."""
    with local_aws() as aws:
        reach(aws.environ)
        with route_environment(aws) as environ:
            prepared = [first_calls(environ) for _ in range(_TIMES)]
            unprepared = [first_calls(environ, is_prepared=False) for _ in range(_TIMES)]
    return [_row(name, _fastest(prepared, name), _fastest(unprepared, name)) for name in prepared[0]]


def _fastest(runs: list[dict[str, tuple[Call, Call]]], name: str) -> float:
    return min(run[name][0].cpu_seconds for run in runs)


def _row(name: str, prepared: float, unprepared: float) -> Row:
    return Row(
        f"CPU of the first call: {name}",
        f"{prepared * 1000:.1f} ms",
        f"all imported and created in it: {unprepared * 1000:.0f} ms",
        prepared / unprepared,
        "at most a tenth",
        prepared * 10 <= unprepared,
    )
