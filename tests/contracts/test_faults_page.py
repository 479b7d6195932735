"""docs/provider-failures.md lists each provider's faults as tests/faults.py does."""

from functions.apologise.phrases import phrase
from functions.apologise.step import FAILED, outcome_of
from stikadoo.errors import PictureUnusable, TemporaryError, leaves
from tests.faults import ENDS, PROVIDERS
from tests.policies import ROOT

PAGE = (ROOT / "docs" / "provider-failures.md").read_text()


def table(heading: str) -> list[tuple[str, ...]]:
    """The cells of the table under a heading, without the header row."""
    section = PAGE.split(f"\n{heading}\n")[1].split("\n#")[0]
    lines = [line for line in section.splitlines() if line.startswith("| ")]
    return [tuple(cell.strip() for cell in line.strip("|").split("|")) for line in lines[2:]]


def test_every_fault_is_told_with_its_error() -> None:
    for provider, faults in PROVIDERS.items():
        rows = dict(table(f"### {provider}"))
        by_error: dict[str, list[str]] = {}
        for fault, error in faults.items():
            by_error.setdefault(error.__name__, []).append(fault)
        assert rows == {f"`{error}`": "; ".join(names) for error, names in by_error.items()}, provider


def test_every_error_is_told_with_its_end_and_what_the_child_reads() -> None:
    rows = {row[0]: row[1:] for row in table("## Errors and results")}
    assert rows == {f"`{error}`": end(error) for error in ENDS}


def end(error: str) -> tuple[str, ...]:
    state, title = ENDS[error]
    sentence = phrase(error, "en")
    assert sentence.status == title
    assert (outcome_of(error) == FAILED) == (state == "StickerFailed")
    return retried(error), f"{state}, outcome `{outcome_of(error)}`", f"**{sentence.status}** {sentence.message}"


def retried(error: str) -> str:
    if error in leaves(TemporaryError):
        return "three times, then the next engine"
    return "no, but the next engine is asked" if error == PictureUnusable.__name__ else "no"


def test_no_error_a_provider_can_cause_is_left_out() -> None:
    assert {error.__name__ for faults in PROVIDERS.values() for error in faults.values()} <= set(ENDS)
