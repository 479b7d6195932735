"""`stikadoo say`: the virtual device, against any deployment."""

import asyncio
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from cli.terminal.narrator import Narrator, SpokenOrTyped
from cli.terminal.sticker import printer_file, saved, show_sticker
from device.errors import StickerDamaged
from device.exchange import Said
from device.virtual_device import VirtualDevice
from stikadoo.audio.frames import PROTOCOLS
from stikadoo.execution import Printer
from stikadoo.printers import MODELS


class Way(StrEnum):
    BINARY = "binary"
    DIRECT = "direct"
    BASE64 = "base64"


class KnownEncoding(StrEnum):
    ZLIB = "zlib"
    HEATSHRINK = "heatshrink"
    RLE = "rle"


def say(
    wav: Annotated[Path | None, typer.Option(help="A recording of a wish; any WAV.", exists=True)] = None,
    text: Annotated[str | None, typer.Option(help="A typed wish instead.")] = None,
    url: Annotated[
        str, typer.Option(help="Of a bridge, or of the API itself with --way direct.")
    ] = "ws://localhost:8765",
    protocol: Annotated[int, typer.Option(help="Of the binary frames.", min=1, max=3)] = 3,
    way: Annotated[Way, typer.Option(help="binary for a bridge; direct or base64 for API Gateway.")] = Way.BINARY,
    device_id: Annotated[str, typer.Option(help="The device's MAC.")] = "02:00:00:00:00:01",
    token: Annotated[str | None, typer.Option(envvar="STIKADOO_DEVICE_TOKEN", help="The bearer token.")] = None,
    api_key: Annotated[str | None, typer.Option(envvar="STIKADOO_DEVICE_API_KEY", help="Sent as x-api-key.")] = None,
    language: Annotated[str | None, typer.Option(help="BCP 47, as zh-CN.")] = None,
    inline: Annotated[bool, typer.Option(help="Take the sticker through the WebSocket, not by URL.")] = False,
    caption: Annotated[bool, typer.Option(help="Print the words under the picture.")] = False,
    printer: Annotated[str | None, typer.Option(help=f"The printer's model: {', '.join(MODELS)}.")] = None,
    encoding: Annotated[
        list[KnownEncoding] | None, typer.Option(help="How the sticker may be encoded on its way; again for each.")
    ] = None,
    out: Annotated[Path, typer.Option(help="Where the sticker goes.")] = Path("out"),
) -> None:
    """Be a Stikadoo: connect, say a wish, take the sticker."""
    console = Console()
    device = VirtualDevice(
        url,
        mode=way.value,
        protocol=PROTOCOLS[protocol],
        device_id=device_id,
        token=token,
        api_key=api_key,
        language=language,
        printer=_printer(printer),
        inline_image=inline,
        image_encodings=tuple(known.value for known in encoding or ()),
        caption=caption,
        on_message=Narrator(console),
    )
    try:
        said = asyncio.run(_said(device, SpokenOrTyped(wav, text)))
    except (OSError, StickerDamaged, ValueError) as exc:  # refused, timed out, no such recording: all say it themselves
        console.print(f"[red]{exc}[/]")
        raise typer.Exit(1) from exc
    if said.sticker is None:
        raise typer.Exit(2)
    files = saved(said.sticker, out)
    show_sticker(console, files["sticker.png"].read_bytes())
    console.print(f"[bold]{files['sticker.png']}[/] and [bold]{files[printer_file(said.sticker)]}[/]")


def _printer(model: str | None) -> Printer | None:
    """Raises typer.BadParameter that lists the models there are."""
    if model is not None and model not in MODELS:
        raise typer.BadParameter(f"there are: {', '.join(MODELS)}", param_hint="--printer")
    return Printer(model=model) if model else None


async def _said(device: VirtualDevice, wish: SpokenOrTyped) -> Said:
    async with device:
        return await wish.brought_to(device)
