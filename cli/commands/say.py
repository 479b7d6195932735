"""`stikadoo say`: send a wish from a virtual device to any deployment."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

import typer

from cli.errors import report_errors
from cli.output_folder import check_folder, remove_previous
from cli.terminal.console import Terminal, styled
from cli.terminal.narrator import Narrator
from cli.terminal.sticker import NO_STICKER, printer_file, saved, show_sticker
from cli.wish import WishInput
from device.exchange import Result
from device.identity import DEVICE_ID, Identity
from device.ota_reply import Activation
from device.provisioning import Start
from device.virtual_device import VirtualDevice
from stikadoo.audio.frames import PROTOCOLS
from stikadoo.execution import Printer
from stikadoo.printers import MODELS

APPROVAL_SECONDS = 900
"How long the device waits to be approved."


class Way(StrEnum):
    BINARY = "binary"
    DIRECT = "direct"
    BASE64 = "base64"


class KnownEncoding(StrEnum):
    ZLIB = "zlib"
    HEATSHRINK = "heatshrink"
    RLE = "rle"


def say(
    wav: Annotated[
        Path | None, typer.Option(help="Recording of a wish: any WAV file.", exists=True, dir_okay=False)
    ] = None,
    text: Annotated[str | None, typer.Option(help="Typed wish instead of a recording.")] = None,
    url: Annotated[
        str, typer.Option(help="URL of a bridge, or of the API itself with --way direct.")
    ] = "ws://localhost:8765",
    protocol: Annotated[int, typer.Option(help="Version of the binary frame protocol.", min=1, max=3)] = 3,
    way: Annotated[
        Way, typer.Option(help="Message framing: binary for a bridge; direct or base64 for API Gateway.")
    ] = Way.BINARY,
    ota: Annotated[
        str | None,
        typer.Option(
            help="OTA URL, as in firmware: it tells where to connect, and with which token. Instead of --url."
        ),
    ] = None,
    device_id: Annotated[str, typer.Option(help="Device-Id: the device's MAC address.")] = DEVICE_ID,
    identity: Annotated[
        Path | None,
        typer.Option(help="File that keeps Device-Id and Client-Id, as a device's flash does.", dir_okay=False),
    ] = None,
    token: Annotated[str | None, typer.Option(envvar="STIKADOO_DEVICE_TOKEN", help="Bearer token.")] = None,
    api_key: Annotated[str | None, typer.Option(envvar="STIKADOO_DEVICE_API_KEY", help="Sent as x-api-key.")] = None,
    language: Annotated[str | None, typer.Option(help="Language of the device, as a BCP 47 tag such as zh-CN.")] = None,
    inline: Annotated[bool, typer.Option(help="Receive the sticker through the WebSocket instead of by URL.")] = False,
    caption: Annotated[bool, typer.Option(help="Print the wish below the picture.")] = False,
    printer: Annotated[str | None, typer.Option(help=f"Printer model: {', '.join(MODELS)}.")] = None,
    encoding: Annotated[
        list[KnownEncoding] | None, typer.Option(help="Transfer encoding the device accepts; repeat for more.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Folder for the sticker's files.", file_okay=False)] = Path("out"),
) -> None:
    """Act as a device: connect, send a wish and save the sticker."""
    console = Terminal(outlives_pipe=True)
    with report_errors(console):
        wish = WishInput.chosen(wav, text)
        check_folder(out)
        _check_url(url)
        _check_headers(device_id, token, api_key)
        own = Identity.kept_in(identity, device_id) if identity else Identity.new(device_id)
        if ota:
            url, protocol, token = _started(console, ota, own, language, token)
        device = VirtualDevice(
            url,
            mode=way.value,
            protocol=PROTOCOLS[protocol],
            device_id=own.device_id,
            client_id=own.client_id,
            token=token,
            api_key=api_key,
            language=language,
            printer=_printer(printer),
            inline_image=inline,
            image_encodings=tuple(known.value for known in encoding or ()),
            caption=caption,
            on_message=Narrator(console),
        )
        result = asyncio.run(_make_wish(device, wish, out))
        if result.sticker is None:
            console.print("No sticker this time.", style="yellow")
            raise typer.Exit(NO_STICKER)
        files = saved(result.sticker, out)
        show_sticker(console, files["sticker.png"].read_bytes())
        printer_bytes = files[printer_file(result.sticker)]
        console.print(styled("[bold]{}[/] and [bold]{}[/]", files["sticker.png"], printer_bytes))


def _started(
    console: Terminal, ota: str, own: Identity, language: str | None, token: str | None
) -> tuple[str, int, str | None]:
    """URL, protocol and token, once the device is approved; a token that is given comes first.

    Raises ValueError, TimeoutError, ConnectionError.
    """
    if urlsplit(ota).scheme not in {"http", "https"}:
        raise ValueError(f"--ota {ota}: it takes http://host:port/challenge, as `stikadoo up` and `deploy` print it")

    def show(activation: Activation) -> None:
        sentence = "The device shows “{}”. To admit it: [bold]stikadoo devices approve {}[/]"
        console.print(styled(sentence, activation.message, activation.code), soft_wrap=True)

    start = Start(ota, own, language=language or "en-US", on_code=show)
    reply = asyncio.run(start.connection(APPROVAL_SECONDS))
    return reply.url, reply.version, token or reply.token or None


def _check_url(url: str) -> None:
    """Raises ValueError."""
    parts = urlsplit(url)
    if parts.scheme not in {"ws", "wss"} or not parts.hostname:
        raise ValueError(f"--url {url}: it takes ws://host:port or wss://host, as `stikadoo up` and `deploy` print it")
    try:
        parts.port  # noqa: B018 # it is parsed when it is read
    except ValueError as exc:
        raise ValueError(f"--url {url}: {exc}") from exc


def _check_headers(device_id: str, token: str | None, api_key: str | None) -> None:
    """Raises ValueError for what no HTTP header can hold."""
    for name, value in (("--device-id", device_id), ("--token", token), ("--api-key", api_key)):
        if value and not (value.isascii() and value.isprintable()):
            raise ValueError(f"{name}: a header takes printable ASCII characters only")


def _printer(model: str | None) -> Printer | None:
    """Raises typer.BadParameter that lists the known models."""
    if model is not None and model not in MODELS:
        raise typer.BadParameter(f"there are: {', '.join(MODELS)}", param_hint="--printer")
    return Printer(model=model) if model else None


async def _make_wish(device: VirtualDevice, wish: WishInput, out: Path) -> Result:
    async with device:
        remove_previous(out)
        return await wish.send(device)
