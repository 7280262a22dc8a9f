"""Every model that can be trained here, by name. A new model is one import and one entry."""

import importlib
from collections.abc import Mapping, Sequence

from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.face_attributes.recipe import FACE_ATTRIBUTES
from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE
from plumbline_pipelines.product_category.recipe import PRODUCT_CATEGORY
from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.titanic_survival.recipe import TITANIC_SURVIVAL
from plumbline_pipelines.weather_forecast.recipe import WEATHER_FORECAST

_MODELS = (HEART_DISEASE, PRODUCT_CATEGORY, TITANIC_SURVIVAL, WEATHER_FORECAST, FACE_ATTRIBUTES)
RECIPES = {recipe.name: recipe for recipe in _MODELS}


def find_recipe(name: str, modules: Sequence[str] = ()) -> Recipe:
    """The recipe of a model: one of these, or one from modules with a mapping `RECIPES` like this one.

    Raises PipelineError when there is none, or when a module cannot be imported or has no such mapping.
    """
    recipes = dict(RECIPES)
    for module in modules:
        recipes |= _recipes_of(module)
    if name not in recipes:
        raise PipelineError(
            f"There is no recipe to train {name!r} with, only for {', '.join(sorted(recipes))}: "
            "PLUMBLINE_RECIPES can name the Python module that has it."
        )
    return recipes[name]


def _recipes_of(module: str) -> Mapping[str, Recipe]:
    try:
        found = getattr(importlib.import_module(module), "RECIPES", None)
    except ImportError as error:
        raise _unusable(module, str(error)) from error
    if not isinstance(found, Mapping):
        raise _unusable(module, "it has no mapping RECIPES")
    return found


def _unusable(module: str, problem: str) -> PipelineError:
    return PipelineError(
        f"PLUMBLINE_RECIPES names the module {module!r}: {problem}. "
        "The folder that it is in has to be in PYTHONPATH, and the module has to have a mapping RECIPES."
    )
