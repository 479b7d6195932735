"""`stikadoo destroy`: delete a stage, and its recordings only on request."""

from typing import Annotated

import typer

from cli.errors import report_errors
from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session
from cli.terminal.console import Terminal, styled
from cli.terminal.progress import Steps
from infra.chalice_stage import deployed_by_chalice
from infra.deploy import destroy, remains


def destroy_stage(
    stage: StageOption,
    region: RegionOption = None,
    profile: ProfileOption = None,
    with_recordings: Annotated[
        bool, typer.Option("--with-recordings", help="Also empty and delete the recordings bucket.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask for confirmation.")] = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Delete a stage; its recordings bucket only on request."""
    console = Terminal()
    with report_errors(console):
        session = aws_session(region, profile)
        resources = remains(stage, session, endpoint_url)
        if not resources:
            raise ValueError(f"nothing of {stage} is in {session.region_name}")
    console.print(f"In {session.region_name}: {', '.join(resources)}", soft_wrap=True)
    if not yes:
        fate = "and every recording and sticker in its bucket" if with_recordings else "but not its recordings bucket"
        typer.confirm(f"Delete the stage {stage} in {session.region_name}, {fate}?", abort=True)
    with report_errors(console), Steps(console) as steps:
        kept = destroy(stage, session, endpoint=endpoint_url, with_recordings=with_recordings, on_progress=steps.begin)
        steps.end()
        if deployed_by_chalice(stage):
            console.print(f"Its routes were deployed by chalice: `chalice delete --stage {stage}` deletes them.")
        if kept:
            sentence = "Kept: the bucket [bold]{}[/]. Deploying {} again reuses it; --with-recordings deletes it."
            console.print(styled(sentence, kept, stage), soft_wrap=True)
