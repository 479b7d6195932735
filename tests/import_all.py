"""Import a package with all its modules, and what its functions import on use: engines and their libraries.

    python -I -S tests/import_all.py ROOT BOTO3 PACKAGE

ROOT is an unpacked zip, BOTO3 a folder with boto3; nothing else can be imported. Prints the names in the package's
handler, and those of all loaded modules.
"""

import ast
import importlib
import pkgutil
import sys
from pathlib import Path

OURS = ("app", "chalice_app", "functions", "stikadoo")
LOADERS = {
    "functions.transcode": ("stikadoo.audio.opus", "load"),
    "functions.transcribe": ("functions.transcribe.transcribers.whisper_model", "faster_whisper"),
}
"Functions that import a library in a way of their own."
DECODER = "stikadoo.audio.opus"
"In every zip, but its library is in transcode's only."


def import_all(name: str) -> None:
    package = importlib.import_module(name)
    for module in pkgutil.walk_packages(getattr(package, "__path__", []), f"{name}."):
        importlib.import_module(module.name)


def import_on_use() -> None:
    """Run the imports inside functions, and those of the modules they load."""
    seen: set[str] = set()
    while ours := {name for name in sys.modules if name.split(".")[0] in OURS} - seen - {DECODER}:
        for name in ours:
            run_imports(Path(str(sys.modules[name].__file__)).read_text())
        seen |= ours


def run_imports(source: str) -> None:
    """The imports inside functions; the others have run."""
    functions = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.FunctionDef)]
    for node in (node for function in functions for node in ast.walk(function)):
        if isinstance(node, ast.Import | ast.ImportFrom):
            exec(ast.unparse(node), {})


if __name__ == "__main__":
    root, boto3, package = sys.argv[1:]
    sys.path[:0] = [root, boto3]
    import_all(package)
    if package in LOADERS:
        module, loader = LOADERS[package]
        getattr(sys.modules[module], loader)()
    import_on_use()
    handler = sys.modules.get(f"{package}.handler", sys.modules[package])
    print(*dir(handler), *sys.modules)  # noqa: T201 # the caller reads it
