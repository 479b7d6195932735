"""`stikadoo deploy`: build, upload and update a stage, or show the plan."""

from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from cli.errors import report_errors
from cli.options import (
    EndpointOption,
    ParametersOption,
    ProfileOption,
    RegionOption,
    StageOption,
    aws_session,
    parse_parameters,
)
from cli.terminal.console import Terminal, styled
from cli.terminal.progress import Steps
from infra.change_sets import Change
from infra.cloudformation import outputs
from infra.deploy import deploy, deploy_pipeline, planned, stack_outputs
from infra.release import pipeline_stack, released
from infra.wheels import Architecture as LambdaArchitecture

_OPEN = styled(
    "[yellow]OpenMode is true: every device that knows the URL is admitted at once.[/] --set OpenMode=false ends that."
)
_CLOSED = styled(
    "OpenMode is false: a new device shows a code, and connects once [bold]stikadoo devices approve CODE[/] admits it."
)


class Architecture(StrEnum):
    X86_64 = "x86_64"
    ARM64 = "arm64"


def deploy_stage(
    stage: StageOption,
    region: RegionOption = None,
    profile: ProfileOption = None,
    arch: Annotated[
        Architecture | None,
        typer.Option(help="Processor architecture of the Lambdas. Default: the stage's; x86_64 for a new one."),
    ] = None,
    parameters: ParametersOption = None,
    plan: Annotated[bool, typer.Option("--plan", help="Upload and show the changes, but deploy nothing.")] = False,
    pipeline_only: Annotated[
        bool, typer.Option("--pipeline-only", help="Deploy no routes: `chalice deploy` does; see `stikadoo settings`.")
    ] = False,
    endpoint_url: EndpointOption = None,
) -> None:
    """Deploy a stage to AWS: build, upload, update both stacks."""
    console = Terminal()
    with report_errors(console), Steps(console) as steps:
        session = aws_session(region, profile)
        cloudformation = session.client("cloudformation", endpoint_url=endpoint_url)
        values = parse_parameters(parameters)
        architecture: LambdaArchitecture | None = arch.value if arch else None
        if not (plan or pipeline_only):
            deploy(stage, session, values, endpoint=endpoint_url, architecture=architecture, on_progress=steps.begin)
            steps.end()
            show_outputs(console, stack_outputs(stage, cloudformation))
            return
        release = released(
            stage, session, values, endpoint=endpoint_url, architecture=architecture, on_progress=steps.begin
        )
        if plan:
            steps.begin("planning changes in CloudFormation")
            changes = planned(release)
            steps.end()
            show_plan(console, changes)
            return
        deploy_pipeline(release, steps.begin)
        steps.end()
        show_outputs(console, outputs(cloudformation, pipeline_stack(stage)))
        next_steps = "Next: [bold]stikadoo settings --stage {}[/], then `chalice deploy --stage {}`."
        console.print(styled(next_steps, stage, stage))


def show_outputs(console: Console, stack_outputs: Mapping[str, str]) -> None:
    """The device URL last and bold; chalice's own Websocket outputs repeat it and are left out."""
    if open_mode := stack_outputs.get("OpenMode"):
        console.print(_OPEN if open_mode == "true" else _CLOSED, soft_wrap=True)
    for name, value in stack_outputs.items():
        if name != "DeviceUrl" and not name.startswith("Websocket"):
            console.print(styled("[dim]{}[/]  {}", name, value), soft_wrap=True)
    if "DeviceUrl" in stack_outputs:
        console.print(styled("[bold]Device URL[/]  {}", stack_outputs["DeviceUrl"]), soft_wrap=True)


def show_plan(console: Console, changes: Mapping[str, list[Change] | None]) -> None:
    """A table for each stack, or one line if it has no changes or they are unknown."""
    for stack, planned_changes in changes.items():
        if planned_changes:
            console.print(_table(stack, planned_changes))
        elif planned_changes is None:
            console.print(
                f"{stack}: everything is new; the details are known once the pipeline is deployed, "
                "because its outputs are parameters of this stack.",
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
