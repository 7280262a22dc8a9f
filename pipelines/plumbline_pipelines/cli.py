"""The command line: train, generate and f1-golden."""

import argparse
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from plumbline_pipelines.dataset import CsvSchema, read_csv_bytes
from plumbline_pipelines.errors import PipelineError, VersionExistsError
from plumbline_pipelines.f1_golden import golden_bytes
from plumbline_pipelines.pictures import with_pictures
from plumbline_pipelines.progress import stage
from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.recipes import RECIPES, find_recipe
from plumbline_pipelines.repository import ModelFolder
from plumbline_pipelines.retraining.pushed_metrics import PushedLosses
from plumbline_pipelines.retraining.settings import read_recipe_modules
from plumbline_pipelines.training import TrainingData, format_instant, generate_data, train

# Generated data have no date of their own: a fixed one keeps the same seed giving the same bytes.
GENERATED_AT = "2026-01-01T00:00:00Z"
MODELS = Path(__file__).resolve().parents[2] / "models"


def main(arguments: list[str] | None = None) -> int:
    """Runs a command; 0 on success, 1 with a message on standard error when its input is at fault, 2 on wrong usage."""
    options = _parser().parse_args(arguments)
    try:
        options.run(options)
    except (PipelineError, OSError) as error:
        print(f"error: {error}", file=sys.stderr)
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="plumbline_pipelines", description="Trains Plumbline's models.")
    commands = parser.add_subparsers(required=True, metavar="command")
    _add_train(commands)
    _add_generate(commands)
    _add_f1_golden(commands)
    return parser


def _add_train(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("train", help="train a model and publish it as a new version")
    command.set_defaults(run=_train)
    _add_data_options(command)
    command.add_argument("--csv", type=Path, help="train on this CSV (or .csv.gz) instead of generated rows")
    command.add_argument("--images", type=Path, help="folder of the pictures that the CSV names")
    command.add_argument("--target-column", default="target", help="the CSV's column of outcomes (default: target)")
    command.add_argument(
        "--label", type=_label, action="append", default=[], metavar="VALUE=CLASS", help="what a value of it means"
    )
    command.add_argument("--models-dir", type=Path, default=MODELS, help="repository root (default: the one shipped)")
    command.add_argument("--version", type=_whole(1), help="version to publish (default: the next)")
    command.add_argument("--replace", action="store_true", help="overwrite the version given with --version")
    command.add_argument("--promote", action="store_true", help="make it champion (the first version always is)")
    command.add_argument("--pushgateway", help="URL of a Pushgateway, for training_loss while the model is trained")
    command.add_argument("--created-at", type=_instant, help="RFC 3339 time for the manifest")


def _add_generate(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("generate", help="write generated rows as CSV")
    command.set_defaults(run=_generate)
    _add_data_options(command)
    command.add_argument(
        "--scenario", help="rows that differ from those of the training, in a way that the model names"
    )
    command.add_argument("--out", type=Path, required=True, help="file to write")


def _add_f1_golden(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("f1-golden", help="write golden cases of F1, precision, recall and accuracy")
    command.set_defaults(run=_f1_golden)
    command.add_argument("--seed", type=_whole(0), default=7, help="same seed, same bytes (default: 7)")
    command.add_argument("--cases", type=_whole(1), default=300, help="number of cases (default: 300)")
    command.add_argument("--out", type=Path, required=True, help="file to write")


def _add_data_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("model", help=f"{', '.join(sorted(RECIPES))}, or one of the modules in PLUMBLINE_RECIPES")
    command.add_argument("--seed", type=_whole(0), default=42, help="same seed, same bytes (default: 42)")
    command.add_argument("--rows", type=_whole(1), help="rows to generate (default: the model's own)")


def _train(options: argparse.Namespace) -> None:
    recipe = _recipe(options)
    folder = ModelFolder(options.models_dir, recipe.name)
    version = options.version or folder.next_version()
    if version in folder.versions() and not (options.version and options.replace):
        raise VersionExistsError(recipe.name, version)
    pushed = PushedLosses(options.pushgateway, recipe.name, None, "manual")
    candidate = train(recipe, _training_data(options, recipe), options.seed, pushed.observe)
    pushed.end()
    champion = folder.aliases()["champion"]
    files = candidate.files(
        version=version,
        parent_version=None if champion == version else champion,
        created_at=_created_at(options),
    )
    target = folder.publish(version, files, replace=options.replace)
    aliases = folder.point(version, promote=options.promote)
    stage(f"{recipe.name}: ONNX and the fitted model differ by at most {candidate.parity:.2g}")
    role = next(name for name, pointed in aliases.items() if pointed == version)
    score = recipe.outcome.score
    value = candidate.metrics[score.key]
    measured = "undefined" if value is None else f"{value:.4f}"
    print(f"published {target} as {role}: {score.name} {measured} on {candidate.metrics['holdout_rows']} rows")


def _recipe(options: argparse.Namespace) -> Recipe:
    return find_recipe(options.model, read_recipe_modules())


def _training_data(options: argparse.Namespace, recipe: Recipe) -> TrainingData:
    if options.csv is None:
        return generate_data(recipe, options.rows or recipe.default_rows, options.seed)
    if options.rows is not None:
        raise PipelineError("--rows is for generated data; leave it out with --csv.")
    data = _with_images(recipe, read_csv_bytes(options.csv), options)
    labels = dict(options.label) or recipe.labels
    unknown = sorted(set(labels.values()) - set(recipe.outcome.names))
    if unknown:
        raise PipelineError(f"--label names no class of {recipe.name}: {', '.join(unknown)}.")
    schema = CsvSchema(recipe.features, recipe.outcome, options.target_column, labels)
    return TrainingData(schema.parse(data, str(options.csv)), data, generated=False)


def _with_images(recipe: Recipe, data: bytes, options: argparse.Namespace) -> bytes:
    if options.images is None:
        return data
    feature = next((feature for feature in recipe.features if feature.picture is not None), None)
    if feature is None:
        raise PipelineError(f"--images is for models that take pictures, which {recipe.name} does not.")
    return with_pictures(data, feature.name, options.images, feature.picture, str(options.csv))


def _generate(options: argparse.Namespace) -> None:
    recipe = _in_scenario(_recipe(options), options.scenario)
    data = generate_data(recipe, options.rows or recipe.default_rows, options.seed)
    options.out.write_bytes(data.csv)
    print(f"wrote {len(data.dataset)} rows to {options.out}")


def _in_scenario(recipe: Recipe, scenario: str | None) -> Recipe:
    if scenario is None:
        return recipe
    if scenario not in recipe.scenarios:
        known = ", ".join(sorted(recipe.scenarios)) or "none"
        raise PipelineError(f"--scenario must be one of those of {recipe.name}: {known}, not {scenario!r}.")
    return replace(recipe, generate=recipe.scenarios[scenario])


def _f1_golden(options: argparse.Namespace) -> None:
    options.out.write_bytes(golden_bytes(options.seed, options.cases))
    print(f"wrote {options.cases} cases to {options.out}")


def _created_at(options: argparse.Namespace) -> str:
    """The time given; else SOURCE_DATE_EPOCH; else a fixed time for generated data and now for the user's own."""
    if options.created_at is not None:
        return options.created_at
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is None:
        return GENERATED_AT if options.csv is None else format_instant(datetime.now(UTC))
    if not epoch.isdecimal():
        raise PipelineError(f"SOURCE_DATE_EPOCH must be a whole number of seconds, not {epoch!r}.")
    return format_instant(datetime.fromtimestamp(int(epoch), UTC))


def _whole(minimum: int) -> Callable[[str], int]:
    """Reads a whole number from `minimum` to 4294967295, the largest seed there is."""

    def parse(text: str) -> int:
        if not text.isdecimal() or not minimum <= int(text) < 2**32:
            raise argparse.ArgumentTypeError(f"must be a whole number from {minimum} to {2**32 - 1}, not {text!r}")
        return int(text)

    return parse


def _instant(text: str) -> str:
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        instant = datetime.min
    if instant.tzinfo is None:
        raise argparse.ArgumentTypeError(f"must be a time with its zone, such as 2026-01-31T12:00:00Z, not {text!r}")
    return format_instant(instant.astimezone(UTC))


def _label(text: str) -> tuple[str, str]:
    value, separator, name = text.partition("=")
    if not separator:
        raise argparse.ArgumentTypeError(f"must look like VALUE=CLASS, not {text!r}")
    return value, name
