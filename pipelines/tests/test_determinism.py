import pytest

from plumbline_pipelines.dataset import sha256
from plumbline_pipelines.recipes import RECIPES


def contents(root) -> dict[str, str]:
    return {str(path.relative_to(root)): sha256(path.read_bytes()) for path in root.rglob("*") if path.is_file()}


# A network learns from fewer rows here: it needs seconds for a thousand.
ROWS = {"face-attributes": "400"}


@pytest.mark.parametrize("model", sorted(RECIPES))
def test_the_same_seed_gives_the_same_bytes_in_every_process_and_another_one_another_model(model, tmp_path, run_cli):
    for name, seed in (("1", "42"), ("2", "42"), ("3", "1")):
        rows = ("--rows", ROWS.get(model, "3000"))
        done = run_cli("train", model, *rows, "--seed", seed, "--models-dir", tmp_path / name, PYTHONHASHSEED=name)
        assert done.returncode == 0, done.stderr
    first = contents(tmp_path / "1")
    assert len(first) == 7
    assert first == contents(tmp_path / "2")
    graph = f"{model}/1/model.onnx"
    assert first[graph] != contents(tmp_path / "3")[graph]


def test_generate_writes_the_bytes_whose_hash_the_manifest_carries(tmp_path, run_cli, candidate):
    out = tmp_path / "rows.csv"
    done = run_cli("generate", candidate.recipe.name, "--out", out)
    assert done.returncode == 0, done.stderr
    assert sha256(out.read_bytes()) == sha256(candidate.data.csv)
