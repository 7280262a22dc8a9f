"""Forecast of the temperature in an hour from the readings of a day: generated weather, a GRU, its ONNX graph."""
