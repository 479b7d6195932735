"""Changes a worker's settings for a test: a wrong value, or a double's URL."""

from collections.abc import Mapping

from infra.local_stack import Stack
from stikadoo.aws.clients import client
from stikadoo.settings import variable
from tests.eventually import eventually


class configured:  # noqa: N801 # reads as a sentence: with configured(…)
    """One worker with other environment variables, while a block runs."""

    def __init__(self, stack: Stack, verb: str, variables: Mapping[str, str]) -> None:
        self._name = stack.outputs.worker(verb)
        self._other = variables

    def __enter__(self) -> None:
        self._own = client("lambda").get_function_configuration(FunctionName=self._name)["Environment"]["Variables"]
        self._set({**self._own, **self._other})

    def __exit__(self, *_: object) -> None:
        self._set(self._own)

    def _set(self, variables: dict[str, str]) -> None:
        client("lambda").update_function_configuration(FunctionName=self._name, Environment={"Variables": variables})
        configured = lambda: client("lambda").get_function_configuration(FunctionName=self._name)  # noqa: E731
        eventually(lambda: configured().get("LastUpdateStatus", "Successful") == "Successful")


def misconfigured(stack: Stack, verb: str, **wrong: str) -> configured:
    """One worker with a wrong setting."""
    return configured(stack, verb, {variable(name): value for name, value in wrong.items()})
