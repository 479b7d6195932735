"""`stikadoo deploy`: a stage is built for Lambda, uploaded and brought up to date, or only planned."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session, told
from cli.parameters import Chosen, parsed
from cli.terminal.progress import Steps
from infra.change_sets import Change
from infra.cloudformation import outputs
from infra.deploy import deploy, deploy_pipeline, planned, stack_outputs
from infra.release import pipeline_stack, released


class Architecture(StrEnum):
    X86_64 = "x86_64"
    ARM64 = "arm64"


def deploy_stage(
    stage: StageOption,
    region: RegionOption = None,
    profile: ProfileOption = None,
    arch: Annotated[Architecture, typer.Option(help="Of the Lambdas.")] = Architecture.X86_64,
    chosen: Chosen = None,
    plan: Annotated[bool, typer.Option("--plan", help="Upload, and show what would change; deploy nothing.")] = False,
    pipeline_only: Annotated[
        bool, typer.Option("--pipeline-only", help="Leave the routes to `chalice deploy`; see `stikadoo settings`.")
    ] = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Deploy a stage to AWS: build, upload, bring both stacks up to date."""
    console = Console()
    with told(console), Steps(console) as steps:
        session = aws_session(region, profile)
        cloudformation = session.client("cloudformation", endpoint_url=endpoint_url)
        parameters = parsed(chosen)
        if not (plan or pipeline_only):
            deploy(stage, session, parameters, endpoint=endpoint_url, architecture=arch.value, on_progress=steps.begin)
            steps.end()
            show_outputs(console, stack_outputs(stage, cloudformation))
            return
        release = released(
            stage, session, parameters, endpoint=endpoint_url, architecture=arch.value, on_progress=steps.begin
        )
        if plan:
            steps.begin("asking CloudFormation")
            changes = planned(release)
            steps.end()
            show_plan(console, changes)
            return
        deploy_pipeline(release, steps.begin)
        steps.end()
        show_outputs(console, outputs(cloudformation, pipeline_stack(stage)))
        console.print(f"Next: [bold]stikadoo settings --stage {stage}[/], then `chalice deploy --stage {stage}`.")


def show_outputs(console: Console, made: Mapping[str, str]) -> None:
    """The device URL last and bold; what chalice itself puts out says nothing more."""
    for name, value in made.items():
        if name != "DeviceUrl" and not name.startswith("Websocket"):
            console.print(f"[dim]{name}[/]  {value}", highlight=False, soft_wrap=True)
    if "DeviceUrl" in made:
        console.print(f"[bold]Device URL[/]  {made['DeviceUrl']}", highlight=False, soft_wrap=True)


def show_plan(console: Console, changes: Mapping[str, list[Change] | None]) -> None:
    """A table a stack, or the line that says why there is none."""
    for stack, wanted in changes.items():
        if wanted:
            console.print(_table(stack, wanted))
        elif wanted is None:
            console.print(
                f"{stack}: everything is new; what exactly is known once the pipeline is deployed, "
                "whose outputs are its parameters."
            )
        else:
            console.print(f"{stack}: nothing to change.")
    console.print("Nothing was deployed.")


def _table(stack: str, changes: list[Change]) -> Table:
    table = Table(title=stack, title_justify="left")
    for column in ("action", "resource", "type", "replacement"):
        table.add_column(column, overflow="fold")
    for change in changes:
        table.add_row(change.action, change.resource, change.type, change.replacement)
    return table
