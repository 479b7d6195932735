"""A worker with a wrong setting, as an operator may leave it."""

from infra.stack import Stack
from stikadoo.aws.clients import client
from stikadoo.settings import variable
from tests.eventually import eventually


class misconfigured:  # noqa: N801 # reads as a sentence: with misconfigured(…)
    """One worker with a wrong setting, for as long as a block lasts."""

    def __init__(self, stack: Stack, verb: str, **wrong: str) -> None:
        self._name = stack.outputs.worker(verb)
        self._wrong = {variable(name): value for name, value in wrong.items()}

    def __enter__(self) -> None:
        self._right = client("lambda").get_function_configuration(FunctionName=self._name)["Environment"]["Variables"]
        self._set(self._right | self._wrong)

    def __exit__(self, *_: object) -> None:
        self._set(self._right)

    def _set(self, variables: dict[str, str]) -> None:
        client("lambda").update_function_configuration(FunctionName=self._name, Environment={"Variables": variables})
        configured = lambda: client("lambda").get_function_configuration(FunctionName=self._name)  # noqa: E731
        eventually(lambda: configured().get("LastUpdateStatus", "Successful") == "Successful")
