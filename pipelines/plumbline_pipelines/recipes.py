"""Every model that can be trained here, by name. A new model is one import and one entry."""

import importlib
from collections.abc import Sequence

from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE
from plumbline_pipelines.product_category.recipe import PRODUCT_CATEGORY
from plumbline_pipelines.recipe import Recipe

RECIPES = {recipe.name: recipe for recipe in (HEART_DISEASE, PRODUCT_CATEGORY)}


def find_recipe(name: str, modules: Sequence[str] = ()) -> Recipe:
    """The recipe of a model: one of these, or one from modules with a mapping `RECIPES` like this one.

    Raises PipelineError when there is none.
    """
    recipes = dict(RECIPES)
    for module in modules:
        recipes |= importlib.import_module(module).RECIPES
    if name not in recipes:
        raise PipelineError(
            f"There is no recipe to train {name!r} with, only for {', '.join(sorted(recipes))}: "
            "PLUMBLINE_RECIPES can name the Python module that has it."
        )
    return recipes[name]
