"""JSON log formatter: one line per record, with the record's facts as fields."""

import json
import logging


class JsonFormatter(logging.Formatter):
    """Formats `log.info("connection", extra={"facts": {…}})` as one line; a traceback is the field `exception`."""

    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record),
            "level": record.levelname,
            "message": record.getMessage(),
            **getattr(record, "facts", {}),
        }
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False)
