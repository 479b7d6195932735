"""How long an engine may take: in one attempt, and in all attempts and checks before the next engine is asked.

The time runs from the first attempt: from when its state was entered, retries included, until the job is done. An
engine's answer that says "busy" or "out of order" ends an attempt early; without an answer the attempt's limit does.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from pydantic import AwareDatetime

from stikadoo.errors import ProviderUnavailable
from stikadoo.execution import EngineResult, ExecutionDocument

SHORTEST_ATTEMPT_SECONDS = 1.0
LAST_CHECK_SECONDS = 10.0
"Of a check when no time is left: the job may have been done meanwhile."


class EngineDocument(ExecutionDocument):
    """The input of a state that asks an engine."""

    entered_at: AwareDatetime | None = None
    "When the state was entered, on Step Functions' clock. None: now."

    def asked_at(self, job: EngineResult | None) -> datetime:
        """When the engine was first asked; `job` is the one to check, if there is one."""
        return (job and job.asked_at) or self.entered_at or datetime.now(UTC)


@dataclass(frozen=True)
class Patience:
    attempt_seconds: float
    engine_seconds: float

    def attempt(self, engine: str, asked_at: datetime) -> float:
        """Seconds for an attempt that begins now. Raises ProviderUnavailable if none are left."""
        left = self._left(asked_at)
        if left < SHORTEST_ATTEMPT_SECONDS:
            raise ProviderUnavailable(engine, f"no answer in {self.engine_seconds:g} s")
        return min(self.attempt_seconds, left)

    def check(self, asked_at: datetime) -> float:
        """Seconds for a check that begins now."""
        return min(self.attempt_seconds, max(LAST_CHECK_SECONDS, self._left(asked_at)))

    def await_job(self, engine: str, asked_at: datetime) -> None:
        """For a job that is not done yet: raises ProviderUnavailable if no time is left."""
        if self._left(asked_at) <= 0:
            raise ProviderUnavailable(engine, f"the job was not done in {self.engine_seconds:g} s")

    def _left(self, asked_at: datetime) -> float:
        passed = (datetime.now(UTC) - asked_at).total_seconds()
        return self.engine_seconds - max(0.0, passed)  # less than 0: the clocks differ
