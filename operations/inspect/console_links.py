"""Links into the AWS console for an execution and a folder of the bucket, in whichever partition."""

from dataclasses import dataclass
from urllib.parse import quote

CONSOLES = {
    "aws": "console.aws.amazon.com",
    "aws-cn": "console.amazonaws.cn",
    "aws-us-gov": "console.amazonaws-us-gov.com",
}
"By the partition, the second field of an ARN."


@dataclass(frozen=True)
class Links:
    """Pages of the console."""

    execution: str
    folder: str


def links(execution_arn: str, bucket: str, folder: str) -> Links:
    """Raises KeyError for a partition whose console is not known here."""
    _, partition, _, region, *_ = execution_arn.split(":")
    console = f"https://{region}.{CONSOLES[partition]}"
    return Links(
        execution=f"{console}/states/home?region={region}#/v2/executions/details/{execution_arn}",
        folder=f"{console}/s3/buckets/{bucket}?region={region}&prefix={quote(folder)}",
    )
