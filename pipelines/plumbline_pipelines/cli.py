"""The command line: train, generate and f1-golden."""

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path

from plumbline_pipelines.dataset import CsvSchema, read_csv_bytes
from plumbline_pipelines.errors import PipelineError, VersionExistsError
from plumbline_pipelines.progress import stage
from plumbline_pipelines.recipe import Recipe
from plumbline_pipelines.recipes import RECIPES
from plumbline_pipelines.repository import ModelFolder
from plumbline_pipelines.training import TrainingData, format_instant, generate_data, train

# Generated data have no date of their own: a fixed one keeps the same seed giving the same bytes.
GENERATED_AT = "2026-01-01T00:00:00Z"


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
    return parser


def _add_train(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("train", help="train a model and publish it as a new version")
    command.set_defaults(run=_train)
    _add_data_options(command)
    command.add_argument("--csv", type=Path, help="train on this CSV (or .csv.gz) instead of generated rows")
    command.add_argument("--target-column", default="target", help="the CSV's column of outcomes (default: target)")
    command.add_argument(
        "--label", type=_label, action="append", default=[], metavar="VALUE=CLASS", help="what a value of it means"
    )
    command.add_argument("--models-dir", type=Path, default=Path("models"), help="repository root (default: models)")
    command.add_argument("--version", type=_positive, help="version to publish (default: the next)")
    command.add_argument("--replace", action="store_true", help="overwrite the version given with --version")
    command.add_argument("--promote", action="store_true", help="make it champion (the first version always is)")
    command.add_argument("--created-at", type=_instant, help="RFC 3339 time for the manifest")


def _add_generate(commands: argparse._SubParsersAction) -> None:
    command = commands.add_parser("generate", help="write generated rows as CSV")
    command.set_defaults(run=_generate)
    _add_data_options(command)
    command.add_argument("--out", type=Path, required=True, help="file to write")


def _add_data_options(command: argparse.ArgumentParser) -> None:
    command.add_argument("model", choices=sorted(RECIPES))
    command.add_argument("--seed", type=_whole, default=42, help="same seed, same bytes (default: 42)")
    command.add_argument("--rows", type=_positive, help="rows to generate (default: the model's own)")


def _train(options: argparse.Namespace) -> None:
    recipe = RECIPES[options.model]
    folder = ModelFolder(options.models_dir, recipe.name)
    version = options.version or folder.next_version()
    if version in folder.versions() and not (options.version and options.replace):
        raise VersionExistsError(recipe.name, version)
    candidate = train(recipe, _training_data(options, recipe), options.seed)
    champion = folder.aliases()["champion"]
    files = candidate.files(
        version=version,
        parent_version=None if champion == version else champion,
        created_at=options.created_at or _default_created_at(options),
    )
    target = folder.publish(version, files, replace=options.replace)
    aliases = folder.point(version, promote=options.promote)
    stage(f"{recipe.name}: ONNX and scikit-learn differ by at most {candidate.parity:.2g}")
    role = next(name for name, pointed in aliases.items() if pointed == version)
    print(f"published {target} as {role}: F1 {candidate.metrics['f1']:.4f} on {candidate.metrics['holdout_rows']} rows")


def _training_data(options: argparse.Namespace, recipe: Recipe) -> TrainingData:
    if options.csv is None:
        return generate_data(recipe, options.rows or recipe.default_rows, options.seed)
    if options.rows is not None:
        raise PipelineError("--rows is for generated data; leave it out with --csv.")
    data = read_csv_bytes(options.csv)
    labels = dict(options.label) or recipe.labels
    schema = CsvSchema(recipe.features, recipe.classes, options.target_column, labels)
    return TrainingData(schema.parse(data, str(options.csv)), data, generated=False)


def _generate(options: argparse.Namespace) -> None:
    recipe = RECIPES[options.model]
    data = generate_data(recipe, options.rows or recipe.default_rows, options.seed)
    options.out.write_bytes(data.csv)
    print(f"wrote {len(data.dataset)} rows to {options.out}")


def _default_created_at(options: argparse.Namespace) -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH")
    if epoch is not None:
        return format_instant(datetime.fromtimestamp(int(epoch), UTC))
    return GENERATED_AT if options.csv is None else format_instant(datetime.now(UTC))


def _positive(text: str) -> int:
    value = int(text)
    if value < 1:
        raise ValueError(text)
    return value


def _whole(text: str) -> int:
    value = int(text)
    if value < 0:
        raise ValueError(text)
    return value


def _instant(text: str) -> str:
    instant = datetime.fromisoformat(text)
    if instant.tzinfo is None:
        raise ValueError(text)
    return format_instant(instant.astimezone(UTC))


def _label(text: str) -> tuple[str, str]:
    value, name = text.split("=", 1)
    return value, name
