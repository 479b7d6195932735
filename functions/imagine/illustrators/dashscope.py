"""Alibaba's Qwen-Image on DashScope: as an asynchronous task, or in a synchronous call.

    POST services/aigc/image-generation/generation       X-DashScope-Async: enable → output.task_id
    GET  tasks/{id}                                      → output.task_status, then as below
    POST services/aigc/multimodal-generation/generation  → output.choices[0].message.content[].image, a URL for 24 h

An error is {code, message}, even with HTTP 200, or `output.code` of a failed task. Only the code is read, because a
message may quote the prompt. https://www.alibabacloud.com/help/en/model-studio/qwen-image-generation-and-editing-api-reference,
https://www.alibabacloud.com/help/en/model-studio/developer-reference/error-code
"""

import re
from typing import Any
from urllib.parse import quote

from functions.imagine.illustrators import Drawing, Job, Request
from functions.imagine.illustrators.png import as_png
from functions.imagine.prompt import PROMPT_VERSION, prompt_of
from stikadoo.aws.secrets import Secret
from stikadoo.errors import PictureUnusable, ProviderUnavailable, StikadooError, UnknownProvider
from stikadoo.provider.deadline import Deadline
from stikadoo.provider.errors import ErrorCategory, ErrorMapping
from stikadoo.provider.http import HttpClient, Response
from stikadoo.worker_settings import ImagineSettings

LONGEST_PROMPT = 800
"Characters; of the negative prompt, 500."
SEEDS = 2**31
CALLS = ("task", "sync")
INSPECTIONS = {"": {}, "on": {"X-DashScope-DataInspection": '{"input":"cip","output":"cip"}'}}
"The account's own AI guardrail checks the prompt and the picture too: https://help.aliyun.com/en/model-studio/content-security"

_WORKING = ("PENDING", "RUNNING", "SUSPENDED")
_REFUSALS = ErrorMapping(
    "dashscope",
    ("dashscope_model", "dashscope_size", "dashscope_url"),
    {
        "DataInspectionFailed": ErrorCategory.CONTENT,
        "IPInfringementSuspect": ErrorCategory.CONTENT,
        "InvalidApiKey": ErrorCategory.KEY,
        "AccessDenied": ErrorCategory.KEY,
        "Model.AccessDenied": ErrorCategory.KEY,
        "Workspace.AccessDenied": ErrorCategory.KEY,
        "Arrearage": ErrorCategory.KEY,
        "Model.NotExist": ErrorCategory.SETTINGS,
        "ModelNotFound": ErrorCategory.SETTINGS,
        "InvalidParameter": ErrorCategory.SETTINGS,
        "Throttling": ErrorCategory.THROTTLED,
        "InternalError": ErrorCategory.UNAVAILABLE,
        "ServiceUnavailable": ErrorCategory.UNAVAILABLE,
        "GatewayTimeout": ErrorCategory.UNAVAILABLE,
        "RequestTimeOut": ErrorCategory.UNAVAILABLE,
        "ModelServingError": ErrorCategory.UNAVAILABLE,
        "LimitRequests": ErrorCategory.THROTTLED,
        "AllocationQuota": ErrorCategory.KEY,
    },
)
_SPELLINGS = {code.lower(): code for code in _REFUSALS.codes}


class DashScope:
    """The state machine waits for a task; the worker waits in a synchronous call."""

    engine = "dashscope"

    def __init__(self, settings: ImagineSettings, key: Secret) -> None:
        """Raises UnknownProvider for an unknown call or inspection."""
        _known("dashscope call", settings.dashscope_call, CALLS)
        _known("dashscope inspection", settings.dashscope_inspection, tuple(INSPECTIONS))
        self._settings = settings
        self._key = key
        self._http = HttpClient(
            self.engine, settings.dashscope_url, settings.illustrator_attempt_seconds, settings.picture_hosts
        )

    def start(self, request: Request) -> Drawing | Job:
        deadline = Deadline.after(request.limit_seconds)
        inspection = INSPECTIONS[self._settings.dashscope_inspection]
        if self._settings.dashscope_call == "sync":
            return self._drawing(self._post("multimodal-generation", request, inspection, deadline), deadline)
        output = self._post("image-generation", request, {"X-DashScope-Async": "enable"} | inspection, deadline)
        task = output.get("task_id")
        if not isinstance(task, str) or not task:
            raise ProviderUnavailable(self.engine, "no task in the reply")
        return Job(task, self._settings.dashscope_model, PROMPT_VERSION)

    def check(self, job: str, limit_seconds: float) -> Drawing | Job:
        deadline = Deadline.after(limit_seconds)
        output = _output(self._http.get(f"tasks/{quote(job, safe='')}", self._key.value(), deadline))
        status = output.get("task_status")
        if status in _WORKING:
            return Job(job, self._settings.dashscope_model, PROMPT_VERSION)
        if status == "SUCCEEDED":
            return self._drawing(output, deadline)
        if status == "FAILED":
            raise _error(str(output.get("code", "")), 500)
        raise ProviderUnavailable(self.engine, "the task was cancelled or has expired")

    def _post(self, service: str, request: Request, headers: dict[str, str], deadline: Deadline) -> dict[str, Any]:
        path = f"services/aigc/{service}/generation"
        return _output(self._http.post(path, self._key.value(), self._body(request), headers, deadline))

    def _body(self, request: Request) -> dict[str, Any]:
        style = self._settings.picture_style
        prompt = prompt_of(request.text, style, language=request.language, longest=LONGEST_PROMPT)
        request.keep_prompt(prompt.text)
        return {
            "model": self._settings.dashscope_model,
            "input": {"messages": [{"role": "user", "content": [{"text": prompt.text}]}]},
            "parameters": {
                "size": self._settings.dashscope_size,
                "n": 1,
                "negative_prompt": prompt.negative,
                "prompt_extend": False,
                "watermark": False,
                "seed": request.seed % SEEDS,
            },
        }

    def _drawing(self, output: dict[str, Any], deadline: Deadline) -> Drawing:
        png = as_png(self.engine, self._http.fetch(_address(output), deadline))
        return Drawing(png, self._settings.dashscope_model, PROMPT_VERSION)


def _known(kind: str, name: str, names: tuple[str, ...]) -> None:
    if name not in names:
        raise UnknownProvider(kind, name, names)


def _error(code: str, status: int) -> StikadooError:
    """DashScope spells its codes in several ways: DataInspectionFailed, data_inspection_failed, InvalidApi-Key."""
    family, dot, rest = code.partition(".")
    plain = re.sub(r"[_-]", "", family).lower()
    return _REFUSALS.error(f"{_SPELLINGS.get(plain, family)}{dot}{rest}", status)


def _output(response: Response) -> dict[str, Any]:
    """Raises the error that the code or status of the response stands for."""
    facts = response.json_object
    code, output = facts.get("code"), facts.get("output")
    if code or response.status != 200:
        raise _error(str(code or ""), response.status)
    if not isinstance(output, dict):
        raise ProviderUnavailable("dashscope", "the reply cannot be parsed")
    return output


def _address(output: dict[str, Any]) -> str:
    try:
        parts = output["choices"][0]["message"]["content"]
        return str(next(part["image"] for part in parts if part.get("image")))
    except (LookupError, TypeError, AttributeError, StopIteration) as exc:
        raise PictureUnusable("dashscope", "no picture in the reply") from exc
