"""The `stikadoo` command."""

import typer

from cli.commands.chalice import routes, settings
from cli.commands.cost import cost
from cli.commands.demo import demo
from cli.commands.deploy import deploy_stage
from cli.commands.destroy import destroy_stage
from cli.commands.doctor import doctor
from cli.commands.executions import executions_of_a_stage
from cli.commands.forget import forget
from cli.commands.inspect import inspect_recording
from cli.commands.replay import replay
from cli.commands.say import say
from cli.commands.stats import stats
from cli.commands.tail import tail
from cli.commands.up import up

app = typer.Typer(
    no_args_is_help=True, help="The cloud behind a voice-activated sticker printer.", pretty_exceptions_enable=False
)
for command in (demo, up, say, doctor, routes, settings, forget, replay, cost):
    app.command()(command)
app.command("deploy")(deploy_stage)
app.command("destroy")(destroy_stage)
app.command("executions")(executions_of_a_stage)
app.command("inspect")(inspect_recording)
app.command("tail")(tail)
app.command("stats")(stats)
