"""Step Functions as a local server with one failed execution: JSON 1.0, the action in X-Amz-Target.

The local AWS lacks RedriveExecution. Here a redriven execution is RUNNING at the first DescribeExecution and SUCCEEDED
at the second.

Source: https://docs.aws.amazon.com/step-functions/latest/apireference/API_RedriveExecution.html
"""

import json
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.providers.http_double import HttpDouble, Request, Response, served

MACHINE = "arn:aws:states:us-east-1:000000000000:stateMachine:double"
EXECUTION = "arn:aws:states:us-east-1:000000000000:execution:double:r1"
_TARGET = "AWSStepFunctions."

ERRORS = ("ExecutionNotRedrivable", "ExecutionDoesNotExist", "ExecutionLimitExceeded", "UnknownOperationException")
"Errors that RedriveExecution can return."


class StepFunctionsApi(HttpDouble):
    """One execution, r1, that is FAILED, TIMED_OUT or ABORTED."""

    def __init__(self, status: str, last_state: str) -> None:
        super().__init__()
        self.status = status
        self.last_state = last_state
        self.redriven: list[dict[str, Any]] = []
        self._looks = 0

    def answer(self, request: Request) -> Response:
        target = request.headers.get("X-Amz-Target", "")
        signed = request.headers.get("Authorization", "").startswith("AWS4-HMAC-SHA256 ")
        if request.method != "POST" or request.headers.get("Content-Type") != "application/x-amz-json-1.0":
            return _error("SerializationException")
        if not signed:
            return _error("MissingAuthenticationTokenException")
        actions = {
            f"{_TARGET}DescribeExecution": self._describe,
            f"{_TARGET}GetExecutionHistory": self._history,
            f"{_TARGET}RedriveExecution": self._redrive,
        }
        if target not in actions:
            return _error("UnknownOperationException")
        if request.json.get("executionArn") != EXECUTION:
            return _error("ExecutionDoesNotExist")
        return actions[target](request.json)

    def _describe(self, request: dict[str, Any]) -> Response:
        if self.redriven:
            self._looks += 1
        running = self.redriven and self._looks == 1
        status = "RUNNING" if running else "SUCCEEDED" if self.redriven else self.status
        ended = {} if running else {"stopDate": time.time()}
        if status == "SUCCEEDED":
            ended["output"] = json.dumps({"outcome": "nothing_heard"})
        started = {"startDate": time.time() - 60, "stateMachineArn": MACHINE, "name": "r1", "executionArn": EXECUTION}
        return _said({**started, **ended, "status": status, "input": "{}"})

    def _history(self, request: dict[str, Any]) -> Response:
        last = {"name": self.last_state, "input": "{}"}
        kind = "FailStateEntered" if self.last_state == "StickerFailed" else "TaskStateEntered"
        entered = {"timestamp": time.time(), "type": kind, "id": 2, "stateEnteredEventDetails": last}
        return _said({"events": [{"timestamp": time.time(), "type": "ExecutionStarted", "id": 1}, entered]})

    def _redrive(self, request: dict[str, Any]) -> Response:
        if self.answers != "success":
            return _error(self.answers)
        self.redriven.append(request)
        return _said({"redriveDate": time.time()})


def _said(body: dict[str, Any], status: int = 200) -> Response:
    return Response(status, json.dumps(body).encode(), content_type="application/x-amz-json-1.0")


def _error(name: str) -> Response:
    return _said({"__type": f"com.amazonaws.swf.service.v2.model#{name}", "message": f"{name}: told so"}, 400)


@contextmanager
def step_functions_api(status: str = "TIMED_OUT", last_state: str = "Imagine") -> Iterator[StepFunctionsApi]:
    with served(StepFunctionsApi(status, last_state)) as api:
        yield api
