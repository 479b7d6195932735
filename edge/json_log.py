"""Log records become lines of JSON: the facts of a record beside its message."""

import json
import logging


class JsonFormatter(logging.Formatter):
    """`log.info("connection", extra={"facts": {…}})` is one line; an exception's traceback is one of its fields."""

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
