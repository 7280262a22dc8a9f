import pytest

from plumbline_pipelines.errors import PipelineError
from plumbline_pipelines.retraining.data_versions import fetch_data, store_data


def test_data_come_back_by_their_pointer(tmp_path):
    remote = str(tmp_path / "remote")
    first, second = b"age,target\n63,disease\n", b"age,target\n41,no_disease\n"
    pointers = [store_data(data, remote) for data in (first, second)]
    assert [fetch_data(pointer, remote) for pointer in pointers] == [first, second]
    assert b"path: training-data.csv" in pointers[0]


def test_equal_data_are_stored_once(tmp_path):
    remote = tmp_path / "remote"
    assert store_data(b"same", str(remote)) == store_data(b"same", str(remote))
    assert len([path for path in remote.rglob("*") if path.is_file()]) == 1


def test_data_that_are_gone_are_an_error(tmp_path):
    pointer = store_data(b"here", str(tmp_path / "remote"))
    with pytest.raises(PipelineError, match="dvc pull failed"):
        fetch_data(pointer, str(tmp_path / "another"))
