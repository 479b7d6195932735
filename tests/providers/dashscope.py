"""DashScope's image API as a local server: sync calls, tasks, and picture URLs.

Wire format: https://www.alibabacloud.com/help/en/model-studio/qwen-image-generation-and-editing-api-reference
Its error messages quote the request, as DashScope's may.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.providers.artwork import artwork
from tests.providers.http_double import HttpDouble, Request, Response, json_response, served

KEY = "sk-dashscope-4f1d"
SIGNATURE = "OSSSignature9c2e"
"The signature in each picture's URL: whoever has it may fetch the picture."
MODELS = ("qwen-image-3.0", "qwen-image-3.0-pro", "qwen-image-2.0")

_ERRORS = {
    "throttled": (429, "Throttling.RateQuota"),
    "unavailable": (503, "ServiceUnavailable"),
    "broken": (500, "InternalError.Algo"),
    "refused": (400, "DataInspectionFailed"),
    "refused as a copy": (400, "IPInfringementSuspect"),
    "refused with 200": (200, "DataInspectionFailed"),
    "throttled with 200": (200, "Throttling.AllocationQuota"),
    "bad key": (401, "InvalidApiKey"),
    "not bought": (403, "AccessDenied.Unpurchased"),
    "no money": (400, "Arrearage"),
    "no such model": (404, "Model.NotExist"),
    "no such size": (400, "InvalidParameter"),
}
SPELLINGS = {
    "data_inspection_failed": (400, "data_inspection_failed"),
    "Data-Inspection-Failed.Prompt": (400, "Data-Inspection-Failed.Prompt"),
    "InvalidApi-Key": (401, "InvalidApi-Key"),
    "model_not_found": (404, "model_not_found"),
    "limit_requests": (400, "limit_requests"),
    "throttling": (200, "throttling.rate_quota"),
    "RequestTimeout": (400, "RequestTimeout"),
}
"Codes as other products and regions spell them."

_ERRORS |= SPELLINGS
_TASK_ERRORS = {
    "refused later": "DataInspectionFailed",
    "broken later": "InternalError.Timeout",
    "throttled later": "Throttling",
}
_SERVICE = re.compile(r"/api/v1/services/aigc/(multimodal-generation|image-generation)/generation")


class DashScopeDouble(HttpDouble):
    """`answers`: HttpDouble's, success, and the keys of both tables above.

    Of a reply: no picture, no task, code of words. Of a task: cancelled, forgotten. Of an address: expired, moved,
    not a picture.
    """

    def __init__(self) -> None:
        super().__init__()
        self.looks = 1
        "How many polls a task stays RUNNING."
        self.picture = artwork()
        self._looked: dict[str, int] = {}

    @property
    def url(self) -> str:
        return f"{self.origin}/api/v1"

    def answer(self, request: Request) -> Response:
        if request.path.startswith("/results/"):
            return self._result(request)
        if request.headers["Authorization"] != f"Bearer {KEY}" or self.answers == "bad key":
            return _error(401, "InvalidApiKey", f"Invalid API-key provided: {request.headers['Authorization']}")
        if self.answers in _ERRORS:
            return _error(*_ERRORS[self.answers], f"About your request {request.body.decode()!r}")
        if request.method == "GET" and request.path.startswith("/api/v1/tasks/"):
            return self._task(request.path.rsplit("/", 1)[1])
        service = _SERVICE.fullmatch(request.path)
        if request.method != "POST" or not service:
            return _error(404, "NotFound", "no such service")
        return self._question(request, is_task=service[1] == "image-generation")

    def _question(self, request: Request, *, is_task: bool) -> Response:
        wrong = _wrong(request.json)
        if self.answers == "code of words":
            return _error(500, request.body.decode(), "")
        if wrong:
            return _error(*wrong, f"About your request {request.body.decode()!r}")
        if is_task != (request.headers["X-DashScope-Async"] == "enable"):
            return _error(403, "AccessDenied", "current user api does not support this kind of call")
        if not is_task:
            return json_response({"output": self._output(), "request_id": "r"})
        output = {} if self.answers == "no task" else {"task_id": f"task-{len(self._looked)}", "task_status": "PENDING"}
        self._looked[f"task-{len(self._looked)}"] = 0
        return json_response({"output": output, "request_id": "r"})

    def _task(self, task: str) -> Response:
        output: dict[str, Any] = {"task_id": task, "task_status": "UNKNOWN"}
        if task in self._looked and self.answers != "forgotten":
            self._looked[task] += 1
            output |= self._progress(self._looked[task])
        return json_response({"output": output, "request_id": "r"})

    def _progress(self, look: int) -> dict[str, Any]:
        if self.answers == "cancelled":
            return {"task_status": "CANCELED"}
        if self.answers in _TASK_ERRORS:
            return {"task_status": "FAILED", "code": _TASK_ERRORS[self.answers], "message": "About your request"}
        if look <= self.looks:
            return {"task_status": "RUNNING" if look > 1 else "PENDING"}
        return {"task_status": "SUCCEEDED"} | self._output()

    def _output(self) -> dict[str, Any]:
        address = f"{self.origin}/results/1.png?Expires=1795000000&Signature={SIGNATURE}"
        part = {"text": "I would rather not."} if self.answers == "no picture" else {"image": address}
        return {"choices": [{"finish_reason": "stop", "message": {"role": "assistant", "content": [part]}}]}

    def _result(self, request: Request) -> Response:
        if self.answers == "expired" or SIGNATURE not in request.path or "Authorization" in request.headers:
            return Response(403, b"<Error><Code>AccessDenied</Code><Message>Request has expired.</Message></Error>")
        if self.answers == "moved":
            return Response(302, headers={"Location": f"{self.origin}/results/elsewhere.png?Signature={SIGNATURE}"})
        if self.answers == "not a picture":
            return Response(body=b"GIF89a, or so it says", content_type="image/png")
        return Response(body=self.picture, content_type="image/png")


def _wrong(body: Any) -> tuple[int, str] | None:
    """The error that DashScope would return for this request."""
    try:
        parameters = body["parameters"]
        (message,) = body["input"]["messages"]
        (part,) = message["content"]
        width, height = map(int, parameters["size"].split("*"))
        fits = (
            0 < len(part["text"]) <= 800
            and message["role"] == "user"
            and len(parameters["negative_prompt"]) <= 500
            and 0 <= parameters["seed"] < 2**31
            and parameters["n"] == 1
            and 512 * 512 <= width * height <= 2048 * 2048
        )
        known = body["model"] in MODELS
    except (KeyError, TypeError, ValueError):
        return 400, "InvalidParameter"
    if not known:
        return 404, "Model.NotExist"
    return None if fits else (400, "InvalidParameter")


def _error(status: int, code: str, message: str) -> Response:
    return json_response({"code": code, "message": message, "request_id": "r"}, status)


@contextmanager
def dashscope_api() -> Iterator[DashScopeDouble]:
    with served(DashScopeDouble()) as api:
        yield api
