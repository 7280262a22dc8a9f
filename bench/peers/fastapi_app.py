"""The stack that FastAPI services of this kind use: pydantic, PyJWT, prometheus_client and ONNX Runtime.

Written to be quick: an async route without a thread pool, a key object made once, a plain ASGI middleware, labelled
metrics looked up once where their labels are known.
"""

import json
import os
import time
import uuid
from pathlib import Path
from typing import Annotated, Literal

import jwt
import numpy as np
import onnxruntime as ort
from fastapi import Depends, FastAPI, HTTPException
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer
from prometheus_client import Counter, Gauge, Histogram, make_asgi_app
from pydantic import BaseModel, ConfigDict, Field

MODEL_DIR = Path(os.environ["BENCH_MODEL_DIR"])
MANIFEST = json.loads((MODEL_DIR / "manifest.json").read_text())
MODEL, VERSION = MANIFEST["name"], MANIFEST["version"]
CLASSES, THRESHOLD = MANIFEST["classes"], MANIFEST["threshold"]
POSITIVE = CLASSES.index(MANIFEST["positive_class"])
INPUT = MANIFEST["inputs"][0]["name"]
COLUMNS = MANIFEST["inputs"][0]["features"]

PUBLIC_KEY = jwt.PyJWK(json.loads(os.environ["BENCH_PUBLIC_JWK"]), algorithm="ES256")
AUDIENCE, ISSUER = os.environ["BENCH_AUDIENCE"], os.environ["BENCH_ISSUER"]
TOKEN_CACHE = {} if os.environ.get("BENCH_TOKEN_CACHE") == "on" else None

BUCKETS = (0.0001, 0.00025, 0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5)
REQUESTS = Counter("api_requests", "Requests", ["method", "endpoint", "status_code"])
DURATION = Histogram("api_request_duration_seconds", "Time to answer", ["method", "endpoint"], buckets=BUCKETS)
ACTIVE = Gauge("active_requests", "Requests under way")
PREDICTIONS = Counter("predictions", "Predictions", ["model", "version", "prediction_result"])
PREDICTION_DURATION = Histogram("prediction_duration_seconds", "Time in the model", ["model", "version"], buckets=BUCKETS)
CONFIDENCE = Histogram(
    "prediction_confidence_score",
    "Probability of the predicted class",
    ["model", "version", "prediction_result"],
    buckets=[tenth / 10 for tenth in range(1, 11)],
)
PREDICTIONS_OF = {name: PREDICTIONS.labels(MODEL, VERSION, name) for name in CLASSES}
CONFIDENCE_OF = {name: CONFIDENCE.labels(MODEL, VERSION, name) for name in CLASSES}
MODEL_DURATION = PREDICTION_DURATION.labels(MODEL, VERSION)


def open_session() -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = ort.ExecutionMode.ORT_SEQUENTIAL
    options.graph_optimization_level = ort.GraphOptimizationLevel.ORT_ENABLE_ALL
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    return ort.InferenceSession(MODEL_DIR / "model.onnx", options, providers=["CPUExecutionProvider"])


SESSION = open_session()


class Patient(BaseModel):
    model_config = ConfigDict(extra="forbid", allow_inf_nan=False)

    age: Annotated[int, Field(ge=0, le=150)]
    sex: Literal[0, 1]
    cp: Literal[0, 1, 2, 3]
    trestbps: Annotated[int, Field(ge=0, le=400)]
    chol: Annotated[int, Field(ge=0, le=2000)]
    fbs: Literal[0, 1]
    restecg: Literal[0, 1, 2]
    thalach: Annotated[int, Field(ge=0, le=300)]
    exang: Literal[0, 1]
    oldpeak: Annotated[float, Field(ge=-10, le=20)]
    slope: Literal[0, 1, 2]
    ca: Literal[0, 1, 2, 3, 4]
    thal: Literal[0, 1, 2, 3]


class Prediction(BaseModel):
    prediction_id: str
    model: str
    version: int
    prediction: str
    probability: float
    probabilities: dict[str, float]


def verify(token: str) -> dict:
    if TOKEN_CACHE is not None and (claims := TOKEN_CACHE.get(token)) is not None and claims["exp"] > time.time():
        return claims
    claims = jwt.decode(
        token,
        PUBLIC_KEY,
        algorithms=["ES256"],
        audience=AUDIENCE,
        issuer=ISSUER,
        options={"require": ["exp", "iat", "sub", "jti"]},
    )
    if TOKEN_CACHE is not None:
        TOKEN_CACHE[token] = claims
    return claims


async def predict_scope(credentials: Annotated[HTTPAuthorizationCredentials, Depends(HTTPBearer())]) -> dict:
    try:
        claims = verify(credentials.credentials)
    except jwt.InvalidTokenError as error:
        raise HTTPException(401, "the token is not valid") from error
    if "predict" not in claims["scope"].split():
        raise HTTPException(403, "the scope predict is needed")
    return claims


class MeasureRequests:
    """Counts and times every request by route pattern."""

    def __init__(self, inner):
        self.inner = inner

    async def __call__(self, scope, receive, send):
        if scope["type"] != "http":
            return await self.inner(scope, receive, send)
        status = 500
        started = time.perf_counter()
        ACTIVE.inc()

        async def watch(message):
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
            await send(message)

        try:
            await self.inner(scope, receive, watch)
        finally:
            route = scope.get("route")
            endpoint = route.path if route else "unmatched"
            ACTIVE.dec()
            REQUESTS.labels(scope["method"], endpoint, status).inc()
            DURATION.labels(scope["method"], endpoint).observe(time.perf_counter() - started)


app = FastAPI()
app.add_middleware(MeasureRequests)
app.mount("/metrics", make_asgi_app())


@app.get("/health/ready")
async def ready() -> dict[str, str]:
    return {"status": "ok"}


@app.post("/models/heart-disease/predict")
async def predict(patient: Patient, _claims: Annotated[dict, Depends(predict_scope)]) -> Prediction:
    started = time.perf_counter()
    row = np.array([[getattr(patient, column) for column in COLUMNS]], dtype=np.float32)
    (probabilities,) = SESSION.run(["probabilities"], {INPUT: row})
    by_class = dict(zip(CLASSES, probabilities[0].tolist(), strict=True))
    probability = by_class[CLASSES[POSITIVE]]
    prediction = CLASSES[POSITIVE if probability >= THRESHOLD else 1 - POSITIVE]
    MODEL_DURATION.observe(time.perf_counter() - started)
    PREDICTIONS_OF[prediction].inc()
    CONFIDENCE_OF[prediction].observe(by_class[prediction])
    return Prediction(
        prediction_id=str(uuid.uuid4()),
        model=MODEL,
        version=VERSION,
        prediction=prediction,
        probability=probability,
        probabilities=by_class,
    )
