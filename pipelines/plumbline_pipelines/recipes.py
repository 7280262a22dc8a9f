"""Every model that can be trained here, by name. A new model is one import and one entry."""

from plumbline_pipelines.heart_disease.recipe import HEART_DISEASE
from plumbline_pipelines.product_category.recipe import PRODUCT_CATEGORY

RECIPES = {recipe.name: recipe for recipe in (HEART_DISEASE, PRODUCT_CATEGORY)}
