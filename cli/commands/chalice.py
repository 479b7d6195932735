"""`stikadoo settings` and `stikadoo routes`: before and after a plain `chalice deploy`."""

from rich.console import Console

from cli.commands.deploy import show_outputs
from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session, told
from infra.chalice_routes import chalice_api, type_routes
from infra.chalice_stage import CONFIG, settings_of, write_settings
from infra.cloudformation import exists, outputs
from infra.release import pipeline_stack, routes_stack
from infra.routes_template import routes_template


def settings(
    stage: StageOption, region: RegionOption = None, profile: ProfileOption = None, endpoint_url: EndpointOption = None
) -> None:
    """Write a deployed pipeline's outputs into .chalice/config.json, for `chalice deploy`."""
    console = Console()
    with told(console):
        cloudformation = aws_session(region, profile).client("cloudformation", endpoint_url=endpoint_url)
        if exists(cloudformation, routes_stack(stage)):
            raise ValueError(
                f"the stack {routes_stack(stage)} has the routes of {stage}: chalice would take over its Lambdas. "
                "Use another stage, deployed with --pipeline-only"
            )
        if not exists(cloudformation, pipeline_stack(stage)):
            raise ValueError(f"there is no pipeline yet: stikadoo deploy --stage {stage} --pipeline-only")
        written = settings_of(outputs(cloudformation, pipeline_stack(stage)), routes_template(stage))
        write_settings(stage, written)
        show_outputs(console, written)
        console.print(f"Written to {CONFIG}. Next: `chalice deploy --stage {stage}`.", soft_wrap=True)


def routes(
    stage: StageOption, region: RegionOption = None, profile: ProfileOption = None, endpoint_url: EndpointOption = None
) -> None:
    """Give the API of a plain `chalice deploy` a route for each type of message."""
    console = Console()
    with told(console):
        session = aws_session(region, profile)
        if exists(session.client("cloudformation", endpoint_url=endpoint_url), routes_stack(stage)):
            console.print(f"The stack {routes_stack(stage)} has them already.")
            return
        api = chalice_api(stage, session, endpoint_url)
        added = type_routes(stage, session, api, endpoint=endpoint_url)
        console.print(f"{api}: added {', '.join(added)}." if added else f"{api}: all routes were there.")
