"""Runs the command line: python -m plumbline_pipelines."""

import sys

from plumbline_pipelines.cli import main

if __name__ == "__main__":
    sys.exit(main())
