"""`stikadoo destroy`: a stage is taken away again; the recordings stay unless told."""

from typing import Annotated

import typer
from rich.console import Console

from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session, told
from cli.terminal.progress import Steps
from infra.chalice_stage import deployed_by_chalice
from infra.deploy import destroy, remains


def destroy_stage(
    stage: StageOption,
    region: RegionOption = None,
    profile: ProfileOption = None,
    with_recordings: Annotated[
        bool, typer.Option("--with-recordings", help="Empty and delete the recordings bucket, too.")
    ] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask.")] = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Delete a stage: both stacks, the sessions; the recordings bucket only if told."""
    console = Console()
    with told(console):
        session = aws_session(region, profile)
        there = remains(stage, session, endpoint_url)
        if not there:
            raise ValueError(f"nothing of {stage} is in {session.region_name}")
    console.print(f"In {session.region_name}: {', '.join(there)}", highlight=False, soft_wrap=True)
    if not yes:
        fate = "and every recording and sticker in its bucket" if with_recordings else "but not its recordings bucket"
        typer.confirm(f"Delete the stage {stage} in {session.region_name}, {fate}?", abort=True)
    with told(console), Steps(console) as steps:
        kept = destroy(stage, session, endpoint=endpoint_url, with_recordings=with_recordings, on_progress=steps.begin)
        steps.end()
        if deployed_by_chalice(stage):
            console.print(f"Its routes are chalice's: `chalice delete --stage {stage}` takes them away.")
        if kept:
            console.print(
                f"Kept: the bucket [bold]{kept}[/]. Deploying {stage} again takes it back; "
                "--with-recordings deletes it.",
                soft_wrap=True,
            )
