"""What a device keeps in its flash: its Device-Id, and the Client-Id that it drew when it was first started."""

import json
import uuid
from dataclasses import asdict, dataclass
from pathlib import Path

DEVICE_ID = "02:00:00:00:00:01"
"A locally administered MAC address."


@dataclass(frozen=True)
class Identity:
    device_id: str
    client_id: str

    @classmethod
    def new(cls, device_id: str = DEVICE_ID) -> "Identity":
        return cls(device_id, str(uuid.uuid4()))

    @classmethod
    def kept_in(cls, file: Path, device_id: str = DEVICE_ID) -> "Identity":
        """The file's, whatever `device_id`; a new one, which is written to it, if there is none.

        Raises OSError, and ValueError for a file with anything else.
        """
        if file.exists():
            return cls._parse(file)
        identity = cls.new(device_id)
        file.write_text(json.dumps(asdict(identity)) + "\n")
        return identity

    @classmethod
    def _parse(cls, file: Path) -> "Identity":
        try:
            fields = json.loads(file.read_text())
            return cls(str(fields["device_id"]), str(fields["client_id"]))
        except (ValueError, KeyError, TypeError) as exc:
            raise ValueError(f"{file}: this is no identity of a device") from exc
