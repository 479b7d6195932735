"""Starting the state machine, once a recording."""

from dataclasses import dataclass

from stikadoo.aws.clients import client, translated
from stikadoo.execution import ExecutionDocument


@dataclass(frozen=True)
class Machine:
    arn: str

    def start(self, document: ExecutionDocument) -> bool:
        """The execution is named after the recording: a second start finds the first and returns False.

        Who hears and who draws, the machine says itself: an input that names engines would keep them.

        Raises ProviderThrottled, ProviderUnavailable, ProviderRefusedKey.
        """
        states = client("stepfunctions")
        with translated("Step Functions"):
            try:
                states.start_execution(
                    stateMachineArn=self.arn,
                    name=document.recording_id,
                    input=document.model_dump_json(exclude_none=True, exclude={"engines"}),
                )
            except states.exceptions.ExecutionAlreadyExists:
                return False
        return True
