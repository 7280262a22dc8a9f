"""python -m oracle --seed 1 --cases 20 [--groups numeric,MMD] [--part 0/2]: random cases and their expected numbers.

With --drawn the columns are recipes, which take a line instead of a file.
"""

import argparse
import json
import math
import sys
import warnings

import numpy as np

from . import (
    correlations,
    dataset,
    drift,
    estimation,
    golden,
    importance,
    measures,
    permutations,
    quality,
    segments,
    streams,
    weighted,
)

# These draw the same cases for the golden files.
DRAWN = {
    "streams": (streams.stream_case, 1),
    "weighted quality": (weighted.weighted_case, 1),
    "permutations": (permutations.permutation_case, 1),
    "segments": (segments.segment_case, 1),
    "importance": (importance.importance_case, 1),
    "correlations": (correlations.correlation_case, 1),
}

# How a case is made, and which share of the cases asked for is enough where one holds many numbers.
GROUPS = {
    "numeric": (drift.numeric_case, 1),
    "categorical": (drift.categorical_case, 1),
    "TVD": (drift.shuffled_case, 1),
    "MMD": (drift.discrepancy_case, 1),
    "dataset": (dataset.dataset_case, 0.2),
    "labels": (quality.label_case, 1),
    "probabilities": (quality.probability_case, 1),
    "multi-label": (quality.multi_label_case, 1),
    "regression": (quality.regression_case, 1),
    "data quality": (quality.data_quality_case, 1),
    "isotonic": (estimation.isotonic_case, 1),
    "CBPE binary": (estimation.binary_case, 0.5),
    "CBPE multiclass": (estimation.multiclass_case, 0.5),
    "DLE": (estimation.loss_case, 1),
    "reconstruction": (estimation.reconstruction_case, 0.5),
    "thresholds": (estimation.threshold_case, 1),
    "detectors": (estimation.detector_case, 1),
    "arrays": (measures.array_case, 1),
    "dates": (measures.date_case, 1),
    "embeddings": (measures.embedding_case, 1),
    **DRAWN,
}


def cases(makers, seed, count, groups, part, parts):
    """Every `parts`-th case; a case depends on the seed, its group and its number alone."""
    if part == 0:
        for case in drift.degenerate_cases(groups):
            yield case | {"id": f"degenerate {case['group']}"}
    for place, (group, (make, share)) in enumerate(makers.items()):
        if groups and group not in groups:
            continue
        for number in range(part, math.ceil(count * share), parts):
            rng = np.random.default_rng([seed, place, number])
            yield make(rng) | {"id": f"{group} {number}"}


def total(makers, count, groups, part, parts):
    """How many cases `cases` makes."""
    shares = [share for group, (_, share) in makers.items() if not groups or group in groups]
    random = sum(len(range(part, math.ceil(count * share), parts)) for share in shares)
    return random + (sum(1 for _ in drift.degenerate_pairs(groups)) if part == 0 else 0)


def main():
    parser = argparse.ArgumentParser(prog="oracle")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--cases", type=int, required=True)
    parser.add_argument("--groups", default="")
    parser.add_argument("--part", default="0/1")
    parser.add_argument("--drawn", action="store_true")
    arguments = parser.parse_args()
    part, parts = map(int, arguments.part.split("/"))
    groups = set(filter(None, arguments.groups.split(",")))
    makers = golden.GROUPS | DRAWN if arguments.drawn else GROUPS
    warnings.simplefilter("ignore")
    asked = makers, arguments.cases, groups, part, parts
    sys.stdout.write(json.dumps({"total": total(*asked)}) + "\n")
    with np.errstate(all="ignore"):
        for case in cases(makers, arguments.seed, arguments.cases, groups, part, parts):
            sys.stdout.write(json.dumps(case, allow_nan=False) + "\n")


if __name__ == "__main__":
    main()
