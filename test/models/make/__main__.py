"""Makes all cases, or those that are named."""

from __future__ import annotations

import sys
import warnings

from . import boosted_models, networks, sklearn_models
from .case import CASES, MAKERS

warnings.filterwarnings("ignore")
__all__ = ["boosted_models", "networks", "sklearn_models"]

names = sys.argv[1:] or list(MAKERS)
for name in names:
    MAKERS[name](name)
    size = sum(file.stat().st_size for file in (CASES / name).iterdir())
    print(f"{name:32} {size / 1000:8.1f} kB", flush=True)
