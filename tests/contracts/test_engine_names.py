"""The template's parameters accept the engines that exist, in any combination, and no others."""

import re
from collections.abc import Collection
from itertools import permutations

import pytest

from functions.imagine.illustrators import ILLUSTRATORS
from functions.moderate.moderators import MODERATORS
from functions.transcribe.transcribers import TRANSCRIBERS
from infra.parameters import check_parameters
from infra.pipeline import pipeline_template

TABLES = {"Transcriber": TRANSCRIBERS, "Illustrator": ILLUSTRATORS, "Moderator": MODERATORS}


@pytest.mark.parametrize(("parameter", "names"), TABLES.items(), ids=TABLES)
def test_every_engine_is_accepted_alone_and_with_fallbacks(parameter: str, names: Collection[str]) -> None:
    for chosen in [(name,) for name in names] + list(permutations(names)):
        check_parameters({parameter: ",".join(chosen)}, "dev")
        check_parameters({parameter: " , ".join(chosen)}, "dev")


@pytest.mark.parametrize(("parameter", "names"), TABLES.items(), ids=TABLES)
@pytest.mark.parametrize("wrong", ["picasso", "{}x", "{},", ",{}", "{},picasso", "{};{}"])
def test_no_other_engine_is(parameter: str, names: Collection[str], wrong: str) -> None:
    value = wrong.format(*[next(iter(names))] * 2)
    with pytest.raises(ValueError, match=rf"^{parameter}={re.escape(value)}: "):
        check_parameters({parameter: value}, "dev")


@pytest.mark.parametrize("parameter", TABLES)
def test_the_description_lists_them(parameter: str) -> None:
    """A refusal prints it."""
    description = pipeline_template()["Parameters"][parameter]["Description"]
    assert all(name in description for name in TABLES[parameter])


def test_the_word_list_alone_needs_no_moderator() -> None:
    check_parameters({"Moderator": ""}, "dev")


@pytest.mark.parametrize(
    ("chosen", "reason"),
    [
        ({"PictureStyle": "cubist"}, "PictureStyle=cubist: there are outline, pixel, stamp, cute"),
        ({"DashscopeInspection": "off"}, "DashscopeInspection=off: there are an empty value, on"),
        ({"MaxSeconds": "long"}, "MaxSeconds=long: it must be a number"),
        ({"MaxSeconds": "nan"}, "MaxSeconds=nan: it must be a number"),
        ({"MaxSeconds": "0"}, "MaxSeconds=0: it must be at least 1"),
        ({"MaxBlackPercent": "101"}, "MaxBlackPercent=101: it must be at most 100"),
    ],
)
def test_a_value_that_cloudformation_would_refuse_is_refused(chosen: dict[str, str], reason: str) -> None:
    with pytest.raises(ValueError, match=f"^{reason}$"):
        check_parameters(chosen, "dev")


def test_defaults_are_allowed() -> None:
    parameters = pipeline_template()["Parameters"]
    check_parameters({name: str(one["Default"]) for name, one in parameters.items() if "Default" in one}, "dev")
