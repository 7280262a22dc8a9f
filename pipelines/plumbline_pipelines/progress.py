"""What a person sees while a pipeline runs: a line per stage, and bars on a terminal. All of it on standard error."""

import sys
from collections.abc import Iterable, Iterator
from typing import TypeVar

from tqdm import tqdm

T = TypeVar("T")


def stage(text: str) -> None:
    """Says what starts now."""
    print(text, file=sys.stderr, flush=True)


def bar(items: Iterable[T], label: str) -> Iterator[T]:
    """The same items with a progress bar; without a terminal there is no bar."""
    return iter(tqdm(items, desc=f"  {label}", disable=None, leave=False))
