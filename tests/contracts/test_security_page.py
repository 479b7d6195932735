"""docs/security.md lists each role's permissions as its policies grant them."""

import re

import pytest

from tests.contracts.test_rights import ON_EVERYTHING
from tests.policies import ROOT, Rights, Statement, rights, texts

PAGE = (ROOT / "docs" / "security.md").read_text()

VERBS = {
    "s3:ListBucket": "lists",
    "s3:GetObject": "reads",
    "s3:PutObject": "writes",
    "s3:DeleteObject": "deletes",
    "dynamodb:PutItem": "creates",
    "dynamodb:GetItem": "reads",
    "dynamodb:Query": "finds a device's",
    "dynamodb:UpdateItem": "updates",
    "execute-api:ManageConnections": "posts to devices",
    "ssm:GetParameter": "reads secret",
    "transcribe:StartTranscriptionJob": "starts transcription jobs",
    "transcribe:GetTranscriptionJob": "checks them",
    "transcribe:DeleteTranscriptionJob": "deletes failed ones",
    "bedrock:InvokeModel": "invokes Bedrock models",
    "bedrock:ApplyGuardrail": "applies guardrails",
    "states:StartExecution": "starts executions",
    "lambda:InvokeFunction": "invokes",
}
"In the page's order."

UNTOLD = {"s3:PutObjectTagging", "logs:CreateLogStream", "logs:PutLogEvents", *ON_EVERYTHING}
"Not in the table: the text above it says that tags are written with their objects, and that all write logs and traces."


@pytest.fixture(scope="module")
def granted() -> Rights:
    return rights()


def sentence(statements: list[Statement]) -> str:
    """What the statements allow, in the page's words."""
    phrases = []
    for action, verb in VERBS.items():
        things = [thing for one in statements if action in texts(one["Action"]) for thing in objects(action, one)]
        phrases += [f"{verb} {', '.join(things)}".strip()] if things else []
    return "; ".join(phrases)


_BEFORE_THE_NAME = r"^.*?/(?=chunks/|transcriptions/|weights-)|^.*/"


def objects(action: str, statement: Statement) -> list[str]:
    """The object names, in the bucket; elsewhere empty."""
    if action == "s3:ListBucket":
        return [f"`{statement['Condition']['StringLike']['s3:prefix']}`" if "Condition" in statement else "all names"]
    if action.startswith("s3:"):
        return [f"`{re.sub(_BEFORE_THE_NAME, '', resource)}`" for resource in texts(statement["Resource"])]
    if action.startswith("dynamodb:"):
        kinds = {"Spending": "counters", "Devices": "registrations"}
        return [
            next((kind for name, kind in kinds.items() if name in resource), "sessions")
            for resource in texts(statement["Resource"])
        ]
    if action == "lambda:InvokeFunction":
        return ["the nine workers" if len(texts(statement["Resource"])) == 9 else "itself"]
    if action == "ssm:GetParameter":
        return [f"`{resource.rsplit('/', 1)[1]}`" for resource in texts(statement["Resource"])]
    return [""]


def test_every_action_has_a_word(granted: Rights) -> None:
    actions = {action for statements in granted.values() for one in statements for action in texts(one["Action"])}
    assert actions - set(VERBS) <= UNTOLD


def test_the_page_tells_what_every_role_may(granted: Rights) -> None:
    section = PAGE.split("## What each role may")[1].split("\n## ")[0]
    rows = dict(re.findall(r"^\| (.+?) \| (.+?) \|$", section, re.MULTILINE))
    assert {name: text for name, text in rows.items() if name not in {"function", "---"}} == {
        name: sentence(statements) for name, statements in granted.items()
    }


def test_only_those_who_answer_speak_to_devices(granted: Rights) -> None:
    silent = {name for name, statements in granted.items() if "posts to devices" not in sentence(statements)}
    workers = {"transcode", "transcribe", "moderate", "imagine", "render", "forget", "provisioning"}
    assert silent == workers | {"voice-to-sticker", "$connect", "$disconnect"}


def test_only_two_read_the_keys_of_device_tokens(granted: Rights) -> None:
    reading = {name for name, statements in granted.items() if "`token-keys`" in sentence(statements)}
    assert reading == {"provisioning", "$connect"}


def test_connect_alone_reads_the_tokens(granted: Rights) -> None:
    assert [name for name, statements in granted.items() if "reads secret `tokens`" in sentence(statements)] == [
        "$connect"
    ]
