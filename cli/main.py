"""The `stikadoo` command."""

import typer

from cli.cost import cost
from cli.demo import demo
from cli.deploy import deploy_stage
from cli.destroy import destroy_stage
from cli.doctor import doctor
from cli.executions import executions_of_a_stage
from cli.forget import forget
from cli.inspect_recording import inspect_recording
from cli.replay import replay
from cli.routes import routes, settings
from cli.say import say
from cli.stats import stats
from cli.tail import tail
from cli.up import up

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
