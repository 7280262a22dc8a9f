"""Generated passengers with the schema of the Titanic data.

Class, sex and port of embarkation are drawn first. Age and fare depend on the class, children travel with parents, and
fares grow with the family. Whether a passenger survives depends on all of them and on chance. The age of one passenger
in five is not known, in third class more often, and hardly ever the port.
"""

import numpy as np

from plumbline_pipelines.dataset import Dataset

CLASSES = (1, 2, 3)
PORTS = ("C", "Q", "S")
CLASS_SHARES = (0.24, 0.21, 0.55)
PORT_SHARES = ((0.4, 0.01, 0.59), (0.09, 0.02, 0.89), (0.13, 0.15, 0.72))
MEAN_AGES = (38.0, 30.0, 25.5)
MALE_SHARES = (0.56, 0.59, 0.71)
BASE_FARES = (55.0, 15.5, 8.6)
AGE_UNKNOWN = (0.14, 0.06, 0.28)
LOG_ODDS = (-0.05, -1.2, -1.95)
PORT_UNKNOWN = 0.01


def generate_passengers(rows: int, seed: int) -> Dataset:
    """`rows` passengers; target 1 means survived. The same seed gives the same passengers."""
    rng = np.random.default_rng([seed, 891])
    place = rng.choice(3, size=rows, p=CLASS_SHARES)
    male = rng.random(rows) < np.array(MALE_SHARES)[place]
    port = _choose(rng, np.array(PORT_SHARES)[place])
    age, child = _ages(rng, place)
    sibsp, parch = _family(rng, place, child)
    fare = _fares(rng, place, sibsp + parch)
    log_odds = (
        np.array(LOG_ODDS)[place]
        + np.where(male, 0, 2.9 - 0.35 * (place == 2))
        + np.where(child, 1.5, -0.018 * (age - 30))
        - 0.55 * np.maximum(sibsp + parch - 2, 0)
        + 0.25 * (port == 0)
        + 0.15 * np.log(fare / np.array(BASE_FARES)[place])
    )
    survived = (1.5 * log_odds + rng.logistic(0, 1, rows) > 0).astype(np.int64)
    age_known = rng.random(rows) >= np.array(AGE_UNKNOWN)[place]
    port_known = rng.random(rows) >= PORT_UNKNOWN
    columns = {
        "pclass": np.array(CLASSES, dtype=np.int64)[place],
        "sex": np.where(male, "male", "female").astype(object),
        "age": np.where(age_known, age, np.nan),
        "sibsp": sibsp,
        "parch": parch,
        "fare": fare,
        "embarked": np.where(port_known, np.array(PORTS, dtype=object)[port], None),
    }
    return Dataset(columns, survived)


def generate_wrong_entries(rows: int, seed: int) -> Dataset:
    """Passengers of whom one in five is entered with the age 150 and one in five with the fare 0."""
    passengers = generate_passengers(rows, seed)
    rng = np.random.default_rng([seed, 150])
    age, fare = passengers.columns["age"], passengers.columns["fare"]
    wrong = {"age": np.where(rng.random(rows) < 0.2, 150, age), "fare": np.where(rng.random(rows) < 0.2, 0, fare)}
    return Dataset({**passengers.columns, **wrong}, passengers.target)


def _choose(rng: np.random.Generator, shares: np.ndarray) -> np.ndarray:
    """One index a row with these probabilities, [rows, choices]."""
    return (rng.random((len(shares), 1)) > shares.cumsum(axis=1)).sum(axis=1).clip(max=shares.shape[1] - 1)


def _ages(rng: np.random.Generator, place: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Years, and whether it is a child; infants have an age in twelfths."""
    rows = len(place)
    child = rng.random(rows) < np.array([0.03, 0.11, 0.11])[place]
    adult_age = np.clip(rng.normal(np.array(MEAN_AGES)[place], 12.5, rows), 15, 78).round()
    child_age = rng.uniform(0, 14, rows)
    child_age = np.where(child_age < 1, np.maximum(1, (child_age * 12).round()) / 12, np.floor(child_age))
    return np.where(child, child_age.round(2), adult_age), child


def _family(rng: np.random.Generator, place: np.ndarray, child: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Siblings and spouses aboard, and parents and children aboard."""
    rows = len(place)
    sibsp = np.where(child, rng.poisson(np.where(place == 2, 2.2, 0.9), rows), rng.binomial(1, 0.28, rows))
    alone = rng.random(rows) < 0.84
    parch = np.where(child, 1 + rng.binomial(1, 0.55, rows), np.where(alone, 0, 1 + rng.poisson(0.5, rows)))
    return sibsp.clip(max=8).astype(np.int64), parch.clip(max=6).astype(np.int64)


def _fares(rng: np.random.Generator, place: np.ndarray, family: np.ndarray) -> np.ndarray:
    """Pounds: one ticket for the family, never free."""
    spread = np.array([0.55, 0.35, 0.2])[place]
    fares = np.array(BASE_FARES)[place] * np.exp(rng.normal(0, spread)) * (1 + 0.55 * family)
    return fares.clip(4, 512.33).round(4)
