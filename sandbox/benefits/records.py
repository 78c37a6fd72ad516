"""The form of a record of the benefits API: a JSON object, kept by its id."""

from typing import Any

Record = dict[str, Any]
Records = dict[str, Record]
