"""How the versions of a model are compared."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Score:
    """The score that decides between versions, and that of the parts of the outcome, none of which may collapse.

    `key` and `part_key` are their names in an evaluation. Where less is better, `gain` is how much the score falls.
    """

    key: str
    name: str
    more_is_better: bool
    part: str
    part_key: str
    part_name: str

    @property
    def sign(self) -> int:
        """1 where more is better, else -1."""
        return 1 if self.more_is_better else -1


F1 = Score("f1", "F1", more_is_better=True, part="class", part_key="recall", part_name="recall")
LABEL_F1 = Score("f1", "F1", more_is_better=True, part="label", part_key="f1", part_name="F1")
MAE = Score("mae", "MAE", more_is_better=False, part="target", part_key="mae", part_name="MAE")

TASK_SCORES = {"binary": F1, "multiclass": F1, "multilabel": LABEL_F1, "regression": MAE}
