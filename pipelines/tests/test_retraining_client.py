import pytest
from stand_in import CLIENT

from plumbline_pipelines.retraining.client import PredictClient, ServiceError


@pytest.fixture
def client(settings):
    with PredictClient(settings, sleep=lambda seconds: None) as client:
        yield client


def test_the_default_model_and_its_champion_are_found(client):
    assert client.default_model() == "heart-disease"
    state = client.model("heart-disease")
    assert (state.champion, dict(state.versions)) == (1, {1: True})


def test_every_page_of_labelled_traffic_is_read_once_and_in_order(client, stand_in):
    rows = list(client.labelled("heart-disease", 1))
    assert rows == stand_in.state.labelled[1]
    assert stand_in.state.calls.count("GET /models/heart-disease/versions/1/labelled") == 3


def test_one_token_serves_many_calls_and_a_refused_one_is_renewed(client, stand_in):
    client.default_model()
    client.default_model()
    assert stand_in.state.tokens == 1
    stand_in.state.tokens += 1
    client.default_model()
    assert stand_in.state.tokens == 3


def test_a_service_that_is_busy_is_asked_again(client, stand_in):
    stand_in.state.fail_next = 3
    assert client.default_model() == "heart-disease"


def test_a_service_that_stays_busy_is_an_error_with_its_code(client, stand_in):
    stand_in.state.fail_next = 9
    with pytest.raises(ServiceError, match="GET /models: 503 unavailable: again soon") as error:
        client.default_model()
    assert error.value.status == 503


def test_a_change_is_not_sent_twice(client, stand_in):
    client.default_model()
    stand_in.state.fail_next = 1
    with pytest.raises(ServiceError, match="503"):
        client.promote("heart-disease", 1)
    assert stand_in.state.calls.count("POST /models/heart-disease/promote") == 1


def test_an_unknown_model_is_said_with_the_answer_of_the_service(client):
    with pytest.raises(ServiceError, match="GET /models/nothing: 404 model_not_found"):
        client.model("nothing")


def test_a_wrong_secret_is_said_without_the_secret(with_settings):
    refused = pytest.raises(ServiceError, match="POST /oauth/token: 401 invalid_client")
    with PredictClient(with_settings(client_secret="wrong")) as client, refused as error:
        client.default_model()
    assert CLIENT[1] not in str(error.value)
    assert "wrong" not in str(error.value)


def test_nobody_listening_is_one_sentence(with_settings):
    settings = with_settings(predict_url="http://127.0.0.1:9")
    refused = pytest.raises(ServiceError, match=r"GET /models: .*refused")
    with PredictClient(settings, sleep=lambda seconds: None) as client, refused as error:
        client.default_model()
    assert error.value.status is None
