"""Links between the pages: each leads to a file and a heading, and docs/README.md leads to every page."""

import re
from pathlib import Path

import pytest

from tests.policies import ROOT

PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), *ROOT.glob("statemachines/*.md")]


def anchors(path: Path) -> set[str]:
    """The anchors that GitHub gives a page's headings: lower case, without punctuation, hyphens for spaces."""
    headings = re.findall(r"^#+ (.+)$", path.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def links(path: Path) -> set[str]:
    return set(re.findall(r"\]\(([^)\s]+)\)", path.read_text()))


@pytest.mark.parametrize("page", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    broken = []
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)
    assert broken == []


def test_the_index_leads_to_every_page() -> None:
    index = ROOT / "docs" / "README.md"
    linked = {(index.parent / link.split("#")[0]).resolve() for link in links(index)}
    assert {str(page.relative_to(ROOT)) for page in PAGES if page not in linked} == {"docs/README.md"}
