"""Trains Plumbline's models and publishes them to the model repository that the predict service serves."""

import os

# ONNX Runtime reads this when it is first imported.
os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
