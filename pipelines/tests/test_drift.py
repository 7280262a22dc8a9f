import pytest

from plumbline_pipelines.drift import default_drift
from plumbline_pipelines.features import Feature


@pytest.mark.parametrize(
    ("kind", "rows", "distinct", "method", "threshold"),
    [
        ("number", 1000, 6, "ks", 0.05),
        ("number", 1000, 5, "chisquare", 0.05),
        ("number", 1000, 2, "z", 0.05),
        ("number", 1001, 6, "wasserstein", 0.1),
        ("integer", 1001, 5, "jensenshannon", 0.1),
        ("category", 1000, 6, "chisquare", 0.05),
        ("category", 1000, 2, "z", 0.05),
        ("category", 1001, 6, "jensenshannon", 0.1),
        ("category", 1001, 2, "jensenshannon", 0.1),
    ],
)
def test_defaults_are_evidentlys(kind, rows, distinct, method, threshold):
    feature = Feature("x", kind, "x", 1)
    assert default_drift(feature, rows, distinct) == {"method": method, "threshold": threshold}


def test_text_has_no_value_by_value_test():
    assert default_drift(Feature("x", "text", "x", "a"), 5000, 4000) is None
