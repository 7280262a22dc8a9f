"""Every model that can be trained here, by name. A new model is one import and one entry."""

from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE

RECIPES = {recipe.name: recipe for recipe in (HEART_DISEASE,)}
