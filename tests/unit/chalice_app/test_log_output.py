"""What a Lambda process prints after importing the entry points."""

import subprocess
import sys

import pytest

FIRST = "import chalice_app.app, stikadoo.logs"
LAST = "import stikadoo.logs, chalice_app.app"


@pytest.mark.parametrize("imports", [FIRST, LAST])
def test_a_log_line_is_printed_once_in_any_import_order(imports: str) -> None:
    """Chalice would share our logger by its name and raise its level to ERROR."""
    code = f"{imports}\nwith stikadoo.logs.log_line('hello'): pass"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    (line,) = result.stdout.splitlines()
    assert '"message":"hello"' in line
