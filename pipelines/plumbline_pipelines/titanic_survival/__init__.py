"""Survival of passengers: mixed types with missing values, a random forest, its ONNX graph."""
