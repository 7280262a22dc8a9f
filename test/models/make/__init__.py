"""Makes the models of cases/ with the exporters that people use."""
