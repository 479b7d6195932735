"""Links lead into the console of the execution's own partition and region."""

import pytest

from operations.inspect.console_links import links

NAME = "execution:stikadoo-dev-voice-to-sticker:r1"


@pytest.mark.parametrize(
    ("partition", "region", "console"),
    [
        ("aws", "eu-west-1", "https://eu-west-1.console.aws.amazon.com"),
        ("aws-cn", "cn-northwest-1", "https://cn-northwest-1.console.amazonaws.cn"),
        ("aws-us-gov", "us-gov-west-1", "https://us-gov-west-1.console.amazonaws-us-gov.com"),
    ],
)
def test_an_execution_and_its_folder(partition: str, region: str, console: str) -> None:
    arn = f"arn:{partition}:states:{region}:123456789012:{NAME}"
    found = links(arn, "a-bucket", "recordings/r1/")
    assert found.execution == f"{console}/states/home?region={region}#/v2/executions/details/{arn}"
    assert found.folder == f"{console}/s3/buckets/a-bucket?region={region}&prefix=recordings/r1/"
