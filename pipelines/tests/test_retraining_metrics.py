from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from plumbline_pipelines.retraining.pushed_metrics import PushedLosses, forget_outcome, push_outcome


@pytest.fixture
def gateway():
    """Keeps what is pushed, by path, as a Pushgateway does."""
    pushed: dict[str, str] = {}

    class Handler(BaseHTTPRequestHandler):
        def do_PUT(self) -> None:
            pushed[self.path] = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self._end(200)

        def do_DELETE(self) -> None:
            pushed.pop(self.path, None)
            self._end(202)

        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def _end(self, status: int) -> None:
            self.send_response(status)
            self.end_headers()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", pushed
    server.shutdown()
    server.server_close()
    thread.join()


def test_losses_are_pushed_by_epoch_and_reason_in_a_group_of_the_challenger(gateway):
    url, pushed = gateway
    losses = PushedLosses(url, "heart-disease", "trees", "ModelF1Drop")
    losses.observe(1, 0.5)
    assert len(pushed) == 1
    losses.observe(2, 0.25)
    losses.end()
    (path, text), *others = pushed.items()
    assert others == []
    assert path.startswith("/metrics/job/plumbline_retraining/")
    assert {"/model/heart-disease", "/challenger/trees"} == {
        "/" + "/".join(pair) for pair in zip(path.split("/")[4::2], path.split("/")[5::2], strict=True)
    }
    assert 'training_loss{epoch="1",reason="ModelF1Drop"} 0.5\n' in text
    assert 'training_loss{epoch="2",reason="ModelF1Drop"} 0.25\n' in text


def test_the_outcome_is_deleted_afterwards_and_the_losses_stay_until_the_next_training(gateway):
    url, pushed = gateway
    losses = PushedLosses(url, "heart-disease", "trees", "manual")
    losses.observe(1, 0.5)
    losses.end()
    push_outcome(url, "heart-disease", "manual", "promoted", 12.5)
    outcome = pushed["/metrics/job/plumbline_retraining/model/heart-disease"]
    assert 'training_run_outcome{outcome="promoted",reason="manual"} 1.0\n' in outcome
    assert "training_run_duration_seconds 12.5\n" in outcome
    forget_outcome(url, "heart-disease")
    (kept,) = pushed.values()
    assert 'training_loss{epoch="1",reason="manual"} 0.5\n' in kept
    PushedLosses(url, "heart-disease", "trees", "ModelF1Drop").end()
    (replaced,) = pushed.values()
    assert "training_loss{" not in replaced


def test_without_a_pushgateway_nothing_is_pushed():
    push_outcome(None, "heart-disease", "manual", "promoted", 1)


def test_a_pushgateway_that_is_away_stops_nothing(capsys):
    losses = PushedLosses("http://127.0.0.1:9", "heart-disease", "trees", "manual")
    losses.observe(1, 0.5)
    losses.observe(2, 0.25)
    losses.end()
    assert capsys.readouterr().err.count("the Pushgateway at http://127.0.0.1:9 did not answer") == 2
