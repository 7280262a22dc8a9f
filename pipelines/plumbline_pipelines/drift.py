"""The drift test and threshold a feature gets when nobody chose one: Evidently 0.7's defaults for its type and size."""

from plumbline_pipelines.features import Feature

SMALL_REFERENCE_ROWS = 1000
FEW_VALUES = 5
COMPARED_TYPES = ("number", "integer", "category")


def default_drift(feature: Feature, reference_rows: int, distinct_values: int) -> dict[str, str | float] | None:
    """Method and threshold pinned at registration; None for types that are not compared by value, such as text."""
    if feature.type not in COMPARED_TYPES:
        return None
    continuous = feature.type != "category" and distinct_values > FEW_VALUES
    if reference_rows > SMALL_REFERENCE_ROWS:
        return {"method": "wasserstein" if continuous else "jensenshannon", "threshold": 0.1}
    if continuous:
        return {"method": "ks", "threshold": 0.05}
    return {"method": "chisquare" if distinct_values > 2 else "z", "threshold": 0.05}
