"""MiniStack, with the session tokens of its Lambdas as long as AWS's.

A presigned URL contains the token, so URLs are as long here as on AWS: about 1,560 characters instead of 480. Runs in
.localaws, where nothing of ours is installed.
"""

from typing import Any

from ministack.core import lambda_runtime
from ministack.services import sts

_TOKEN_CHARACTERS = 1146
"Of an AWS Lambda's session token, as it stands in a URL."

_execution_credentials = lambda_runtime.execution_credentials


def execution_credentials(config: dict[str, Any]) -> dict[str, str]:
    """As MiniStack's; without AUTH there are no sessions."""
    credentials: dict[str, str] = _execution_credentials(config)
    if token := credentials["AWS_SESSION_TOKEN"]:
        longer = (token * (_TOKEN_CHARACTERS // len(token) + 1))[:_TOKEN_CHARACTERS]
        session = sts._sessions[credentials["AWS_ACCESS_KEY_ID"]]
        session["SessionToken"] = credentials["AWS_SESSION_TOKEN"] = longer
    return credentials


if __name__ == "__main__":
    lambda_runtime.execution_credentials = execution_credentials  # before services that import it
    from ministack.app import main

    main()
