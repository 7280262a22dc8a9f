"""Random cases and what the real packages make of them, one JSON document a line."""
