"""`stikadoo settings` and `stikadoo routes`: run before and after a plain `chalice deploy`."""

from cli.commands.deploy import show_outputs
from cli.errors import report_errors
from cli.options import EndpointOption, ProfileOption, RegionOption, StageOption, aws_session
from cli.terminal.console import Terminal
from infra.chalice_stage import CONFIG
from infra.release import routes_stack
from operations.chalice import add_routes, configure_chalice


def settings(
    stage: StageOption, region: RegionOption = None, profile: ProfileOption = None, endpoint_url: EndpointOption = None
) -> None:
    """Write a pipeline's outputs to .chalice/config.json, for `chalice deploy`."""
    console = Terminal()
    with report_errors(console):
        show_outputs(console, configure_chalice(stage, aws_session(region, profile), endpoint_url))
        console.print(f"Written to {CONFIG}. Next: `chalice deploy --stage {stage}`.", soft_wrap=True)


def routes(
    stage: StageOption, region: RegionOption = None, profile: ProfileOption = None, endpoint_url: EndpointOption = None
) -> None:
    """Add a route for each message type after a plain `chalice deploy`."""
    console = Terminal()
    with report_errors(console):
        result = add_routes(stage, aws_session(region, profile), endpoint_url)
        if result is None:
            console.print(f"The stack {routes_stack(stage)} has them already.")
            return
        api, added = result
        console.print(f"{api}: added {', '.join(added)}." if added else f"{api}: all routes were there.")
