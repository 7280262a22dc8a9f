"""Generated product listings in French: a title, a description that is often missing, and one of 27 product types.

A listing mixes words of its own category, of a neighbour in the same domain, of the domain and of everyday French; how
much it borrows varies from listing to listing, so that some cannot be told apart. Case, accents, typos and left-over
markup vary as they do where many sellers type.
"""

import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TypeVar

import numpy as np

from plumbline_pipelines.dataset import Dataset
from plumbline_pipelines.progress import bar

T = TypeVar("T")

MISSING_DESCRIPTION = 0.35
TYPO = 0.02
LETTERS = "abcdefghijklmnopqrstuvwxyz"
PLAIN = str.maketrans("àâäéèêëîïôöùûüç", "aaaeeeeiioouuuc")
MARKUP = ("<br>", "&nbsp;", "<p>", "</p>", "-", "*", "&#39;")


@dataclass(frozen=True)
class Category:
    """One product type: its share of the rows, and the words it draws from."""

    code: str
    label: str
    weight: float
    domain: str
    heads: tuple[str, ...]
    words: tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """Everything in vocabulary.toml; `neighbours` are the other categories of each category's domain."""

    categories: tuple[Category, ...]
    neighbours: tuple[tuple[int, ...], ...]
    domains: dict[str, tuple[str, ...]]
    common: tuple[str, ...]
    colours: tuple[str, ...]
    conditions: tuple[str, ...]


@cache
def load_vocabulary() -> Vocabulary:
    """The vocabulary that ships with this package."""
    raw = tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text("utf-8"))
    categories = tuple(
        Category(code, c["label"], c["weight"], c["domain"], _split(c["heads"]), _split(c["words"]))
        for code, c in raw["categories"].items()
    )
    return Vocabulary(
        categories,
        tuple(
            tuple(i for i, other in enumerate(categories) if other.domain == c.domain and other is not c)
            for c in categories
        ),
        {name: _split(words) for name, words in raw["domains"].items()},
        *(_split(raw["common"][name]) for name in ("words", "colours", "conditions")),
    )


def _split(entries: str) -> tuple[str, ...]:
    return tuple(entries.split(","))


def generate_products(rows: int, seed: int) -> Dataset:
    """`rows` listings with columns designation and description. The same seed gives the same listings."""
    rng = np.random.default_rng([seed, 27])
    vocabulary = load_vocabulary()
    weights = np.array([category.weight for category in vocabulary.categories])
    target = rng.choice(len(weights), size=rows, p=weights / weights.sum())
    texts = [_Listing(rng, vocabulary, index).write() for index in bar(target.tolist(), "listings")]
    columns = np.array(texts, dtype=object).reshape(rows, 2)
    return Dataset({"designation": columns[:, 0], "description": columns[:, 1]}, target)


class _Listing:
    """One listing being written: its category, its neighbour and how much it borrows from it."""

    def __init__(self, rng: np.random.Generator, vocabulary: Vocabulary, index: int) -> None:
        self._rng = rng
        self._vocabulary = vocabulary
        self._own = vocabulary.categories[index]
        self._neighbour = vocabulary.categories[self._pick(vocabulary.neighbours[index])]
        self._borrowing = rng.beta(0.4, 1.6)
        self._careless = rng.random() < 0.15

    def write(self) -> tuple[str, str]:
        """Title and description, the latter empty when the seller left it out."""
        title = self._title()
        return title, "" if self._rng.random() < MISSING_DESCRIPTION else self._description()

    def _title(self) -> str:
        words = [self._pick(self._source().heads)]
        words += [self._word(0.55, 0.25) for _ in range(self._rng.integers(1, 7))]
        if self._rng.random() < 0.35:
            words.append(self._pick(self._vocabulary.colours))
        if self._rng.random() < 0.25:
            words.append(self._pick(self._vocabulary.conditions))
        if self._rng.random() < 0.4:
            words.insert(int(self._rng.integers(0, len(words) + 1)), self._reference())
        text = " ".join(self._type(word) for word in words)
        style = self._rng.random()
        if style < 0.1:
            return text.upper()
        return text.title() if style < 0.4 else text[:1].upper() + text[1:]

    def _description(self) -> str:
        length = int(np.clip(self._rng.lognormal(3.9, 0.9), 5, 600))
        sentences: list[str] = []
        while length > 0:
            size = int(min(length, self._rng.integers(5, 20)))
            words = [self._type(self._word(0.14, 0.14)) for _ in range(size)]
            sentences.append(" ".join(words).capitalize() + ("." if self._rng.random() < 0.8 else ""))
            if self._rng.random() < 0.2:
                sentences.append(self._pick(MARKUP))
            length -= size
        return " ".join(sentences)

    def _word(self, category_share: float, domain_share: float) -> str:
        draw = self._rng.random()
        if draw < category_share:
            return self._pick(self._source().words)
        if draw < category_share + domain_share:
            return self._pick(self._vocabulary.domains[self._own.domain])
        rank = int(self._rng.zipf(1.3)) - 1
        return self._vocabulary.common[rank % len(self._vocabulary.common)]

    def _source(self) -> Category:
        return self._neighbour if self._rng.random() < self._borrowing else self._own

    def _reference(self) -> str:
        """A size, a quantity or a model number, as sellers put them in titles."""
        number = int(self._rng.integers(1, 400))
        letters = "".join(self._pick(LETTERS).upper() for _ in range(2))
        return self._pick(
            (f"{number} cm", f"n°{number}", f"{letters}{number}", f"{number}x{number // 2 + 1}", f"{number} pcs")
        )

    def _type(self, word: str) -> str:
        """The word as this seller types it: perhaps without accents, perhaps with one slip of the finger."""
        if self._careless:
            word = word.translate(PLAIN)
        if self._rng.random() >= TYPO or len(word) < 4:
            return word
        at = int(self._rng.integers(1, len(word) - 1))
        slips = (
            word[:at] + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            word[:at] + word[at] + word[at:],
            word[:at] + self._pick(LETTERS) + word[at + 1 :],
        )
        return self._pick(slips)

    def _pick(self, choices: Sequence[T]) -> T:
        return choices[int(self._rng.integers(0, len(choices)))]
