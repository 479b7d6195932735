"""Explanations of a wish of `stikadoo smoke` without a sticker: what the stage lacks, and what to do about it."""

from datetime import datetime, timedelta

from operations.executions.execution import Execution, await_end
from operations.executions.listing import listed
from operations.inspect.causes import first_line
from operations.stage import Stage
from stikadoo.settings import variable

DEVICE_ID = "02:00:00:00:00:fe"
"Of the device that makes the wishes."
PATIENCE_SECONDS = 60.0
"For an execution that has told the device, but has not ended."
_CLOCKS_DIFFER = timedelta(minutes=2)

REMEDIES = (
    (
        "MissingSettings",
        variable("whisper_weights"),
        "There is no speech engine: whisper's weights were not uploaded. Deploy with `stikadoo deploy`, which uploads "
        "them, or with --set Transcriber=transcribe-batch (docs/speech.md).",
    ),
    (
        "MissingSettings",
        "_KEY_PARAMETER",
        "A provider's key is not stored. Put it into SSM and name it by the parameter of the same name "
        "(docs/settings.md, Secrets).",
    ),
    ("MissingSettings", "", "Set what is missing (docs/settings.md), or choose another engine."),
    ("UnknownProvider", "", "A parameter names an engine or a model that does not exist; correct it."),
    (
        "ProviderRefusedKey",
        "",
        "A key is wrong or unpaid; or, for an Amazon service, the worker's role lacks a right or the account has no "
        "access to the model (docs/operations.md, ProviderRefusedKey).",
    ),
    (
        "PictureUnusable",
        "",
        "The image engine answers with what is no picture: name another, or allow its host by PictureHosts "
        "(docs/operations.md, PictureUnusable).",
    ),
    ("ProviderThrottled", "", "The provider's quota is reached: ask for more, or add a fallback engine."),
    (
        "ProviderUnavailable",
        "",
        "The provider does not answer: check its URL and its status page, or add a fallback engine.",
    ),
    ("", "", "docs/operations.md has a section for it; `stikadoo inspect` shows the log."),
)
"Error's name and part of its message, empty for any → what to do. The first match counts."

_OUTCOMES = {
    "nothing_heard": "the speech engine recognised no words in the sample recording",
    "wish_rejected": "moderation rejected the sample wish",
    "picture_refused": "the image engine refused the sample wish",
    "spend_limit_reached": "the daily limit is reached; see DeviceStickersADay and StageStickersADay",
    "undelivered": "the sticker was made, but not received: see the log of deliver",
}
"Outcome without a sticker → what it means for these wishes."

_HANDSHAKE = {
    "401": "The stage demands a token: use --token.",
    "403": "The stage demands an API key (--api-key), or this is not its URL.",
    "400": "The device was refused: see the log of connect.",
    "429": "More devices connect than ConnectsPerSecond allows.",
    "500": "The function of $connect fails: see the log of connect.",
    "502": "The function of $connect fails: see the log of connect.",
}
"Status of the handshake's response → what it means."


def device_url(stage: Stage) -> str:
    """Where its devices connect. Raises ValueError for a stage whose routes chalice deployed."""
    if stage.api_endpoint is None:
        raise ValueError(f"the routes of {stage.name} are not in a stack: use --url wss://…, as chalice printed it")
    return stage.api_endpoint.replace("http", "ws", 1)


def explain_connection(stage: Stage, error: Exception) -> str:
    """An exception of the virtual device, before or during a wish."""
    text = str(error)
    for status, meaning in _HANDSHAKE.items():
        if text.endswith(f"answered with {status}"):
            return f"{text}. {meaning}"
    if isinstance(error, TimeoutError):
        return (
            f"{text or 'no answer'}. The URL is wrong; or a route's function fails, its role may not use @connections, "
            f"or STIKADOO_API_ENDPOINT is wrong: see the logs /aws/lambda/stikadoo-{stage.name}-*."
        )
    if isinstance(error, OSError):
        return f"{text}. The endpoint is wrong, or this machine cannot reach it."
    return text


def explain_wish(stage: Stage, since: datetime) -> str:
    """The end of the newest execution of the smoke test's device. Raises StillRunning."""
    newest = next(listed(stage, since=since - _CLOCKS_DIFFER, device_id=DEVICE_ID), None)
    if newest is None:
        return f"No execution was started. See the log of listen, /aws/lambda/stikadoo-{stage.name}-listen."
    return explain_end(await_end(stage.machine, newest.arn, within=PATIENCE_SECONDS))


def explain_end(execution: Execution) -> str:
    """An execution without a sticker."""
    if not execution.is_broken:
        return (
            f"{execution.recording_id} ended as {execution.outcome}: {_OUTCOMES.get(execution.outcome, 'see inspect')}."
        )
    message = first_line(execution.cause)
    return f"{execution.error} in {execution.failed_state}: {message}. {remedy(execution.error, message)}"


def remedy(error: str, message: str) -> str:
    return next(words for name, part, words in REMEDIES if name in ("", error) and part in message)
