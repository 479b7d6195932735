"""Every language has every phrase; a failure names the file and the entry that are missing."""

from collections.abc import Mapping

import pytest

from functions.announce import phrases as announce
from functions.apologise import phrases as apologise
from functions.deliver import phrases as deliver
from provisioning import phrases as provisioning
from stikadoo.languages import LANGUAGES

TABLES: dict[str, Mapping[str, object]] = {
    "functions/announce/phrases.py: THINKING": announce.THINKING,
    "functions/deliver/phrases.py: READY": deliver.READY,
    "provisioning/phrases.py: ACTIVATION": provisioning.ACTIVATION,
    **{f"functions/apologise/phrases.py: {error}": phrases for error, phrases in apologise.PHRASES.items()},
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_table_of_phrases_has_the_language(language: str) -> None:
    missing = [place for place, phrases in TABLES.items() if language not in phrases]
    assert missing == [], f"add a phrase in {language!r} to each; CONTRIBUTING.md, «A language», lists the rest"


@pytest.mark.parametrize("place", TABLES)
def test_no_table_has_a_language_that_devices_cannot_get(place: str) -> None:
    unknown = sorted(set(TABLES[place]) - set(LANGUAGES))
    assert unknown == [], f"add to LANGUAGES in stikadoo/languages.py what {place} has"
