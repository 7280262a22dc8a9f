"""A convolutional network over small pictures, trained with NumPy alone.

Three 3x3 convolutions that halve the picture, a layer of 32 numbers that is served as the embedding, and one output a
label. Tensors are [rows, height, width, channels].
"""

from collections.abc import Callable, Sequence
from itertools import pairwise, product

import numpy as np

from plumbline_pipelines.neural import Adam, batches, exact_activations, exact_gradient, exact_weights
from plumbline_pipelines.progress import bar

EMBEDDING = 32
CHANNELS = (3, 12, 24, 32)
KERNEL = 3
PREDICT_ROWS = 256


class Convolution:
    """3x3 with stride 2 and a border of one pixel of zeros, then ReLU."""

    def __init__(self, rng: np.random.Generator, channels: int, filters: int) -> None:
        inputs = KERNEL * KERNEL * channels
        self.parameters = [rng.normal(0, np.sqrt(2 / inputs), (inputs, filters)), np.zeros(filters)]
        self._shape: tuple[int, ...] = ()
        self._patches = self._answer = np.empty(0)

    def forward(self, pixels: np.ndarray) -> np.ndarray:
        """[rows, height, width, channels] to [rows, height / 2, width / 2, filters]."""
        weights, bias = map(exact_weights, self.parameters)
        self._shape, self._patches = pixels.shape, _patches(pixels)
        self._answer = np.maximum(self._patches @ weights + bias, 0)
        return self._answer

    def gradients(self, gradient: np.ndarray) -> list[np.ndarray]:
        """The sums of the parameters' gradients over the rows of the last `forward`, from that of its answer."""
        flat = self._rectified(gradient)
        return [self._patches.reshape(len(flat), -1).T @ flat, flat.sum(axis=0)]

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        """The gradient of what went into the last `forward`."""
        return _spread(self._rectified(gradient) @ exact_weights(self.parameters[0]).T, self._shape)

    def _rectified(self, gradient: np.ndarray) -> np.ndarray:
        return exact_gradient(gradient * (self._answer > 0)).reshape(-1, gradient.shape[-1])


class Dense:
    """Every output sees every input; with `rectify`, ReLU follows."""

    def __init__(self, rng: np.random.Generator, inputs: int, outputs: int, *, rectify: bool) -> None:
        self.parameters = [rng.normal(0, np.sqrt((1 + rectify) / inputs), (inputs, outputs)), np.zeros(outputs)]
        self._rectify = rectify
        self._seen = self._answer = np.empty(0)

    def forward(self, values: np.ndarray) -> np.ndarray:
        """[rows, ...] to [rows, outputs]."""
        weights, bias = map(exact_weights, self.parameters)
        answer = values.reshape(len(values), -1) @ weights + bias
        self._seen, self._answer = values, np.maximum(answer, 0) if self._rectify else answer
        return self._answer

    def gradients(self, gradient: np.ndarray) -> list[np.ndarray]:
        """As of a convolution."""
        flat = self._rectified(gradient)
        return [self._seen.reshape(len(flat), -1).T @ flat, flat.sum(axis=0)]

    def backward(self, gradient: np.ndarray) -> np.ndarray:
        """As of a convolution."""
        return (self._rectified(gradient) @ exact_weights(self.parameters[0]).T).reshape(self._seen.shape)

    def _rectified(self, gradient: np.ndarray) -> np.ndarray:
        return exact_gradient(gradient * (self._answer > 0) if self._rectify else gradient)


class Network:
    """The layers, from pixels scaled to -1 to 1 to one logit a label."""

    def __init__(self, rng: np.random.Generator, size: int, labels: int) -> None:
        convolutions = [Convolution(rng, *pair) for pair in pairwise(CHANNELS)]
        flat = (size // 2 ** len(convolutions)) ** 2 * CHANNELS[-1]
        self.convolutions = convolutions
        self.hidden = Dense(rng, flat, EMBEDDING, rectify=True)
        self.answer = Dense(rng, EMBEDDING, labels, rectify=False)
        self._layers = [*convolutions, self.hidden, self.answer]

    def fit(
        self,
        pixels: np.ndarray,
        flags: np.ndarray,
        *,
        rng: np.random.Generator,
        epochs: int,
        batch: int = 32,
        rate: float = 2e-3,
        weights: np.ndarray | None = None,
        observe: Callable[[int, float], None] | None = None,
    ) -> None:
        """Minimises the cross-entropy of the flags [rows, labels]; half of the pictures are mirrored.

        The learning rate falls to 0 along a line. `observe` gets every epoch and its mean loss.
        """
        optimizer = Adam([values for layer in self._layers for values in layer.parameters])
        steps = epochs * len(batches(rng, len(pixels), batch))
        step = 0
        for epoch in bar(range(epochs), "fitting"):
            losses = []
            for rows in batches(rng, len(pixels), batch):
                shown = _mirrored(rng, pixels[rows])
                share = None if weights is None else weights[rows]
                loss, gradients = self._gradients(shown, flags[rows], share)
                optimizer.step(gradients, rate * (1 - step / steps))
                losses.append(loss)
                step += 1
            if observe is not None:
                observe(epoch + 1, float(np.mean(losses)))

    def predict(self, pixels: np.ndarray) -> np.ndarray:
        """Probabilities [rows, labels], without the rounding of training."""
        parts = [pixels[start : start + PREDICT_ROWS] for start in range(0, len(pixels), PREDICT_ROWS)]
        return np.concatenate([_sigmoid(self._forward(part)) for part in parts])

    def _forward(self, values: np.ndarray, rounding: Callable[[np.ndarray], np.ndarray] = np.asarray) -> np.ndarray:
        for layer in self._layers:
            values = rounding(layer.forward(values))
        return values

    def _gradients(
        self, pixels: np.ndarray, flags: np.ndarray, weights: np.ndarray | None
    ) -> tuple[float, list[np.ndarray]]:
        answers = _sigmoid(self._forward(pixels, exact_activations))
        gradient = answers - flags
        if weights is not None:
            gradient = gradient * weights[:, None]
        found: list[np.ndarray] = []
        for layer in self._layers[::-1]:
            found = [*(values / len(pixels) for values in layer.gradients(gradient)), *found]
            if layer is not self._layers[0]:
                gradient = layer.backward(gradient)
        likely = np.where(flags > 0, answers, 1 - answers)
        return float(-np.log(np.maximum(likely, 1e-12)).mean()), found


def _sigmoid(values: np.ndarray) -> np.ndarray:
    return 1 / (1 + np.exp(-values))


def _mirrored(rng: np.random.Generator, pixels: np.ndarray) -> np.ndarray:
    mirror = rng.random(len(pixels)) < 0.5
    return np.where(mirror[:, None, None, None], pixels[:, :, ::-1], pixels)


def _patches(pixels: np.ndarray) -> np.ndarray:
    """What each position of the kernel sees, [rows, height / 2, width / 2, 9 * channels]."""
    padded = np.pad(pixels, ((0, 0), (1, 1), (1, 1), (0, 0)))
    return np.concatenate([padded[:, y : y + h : 2, x : x + w : 2] for y, x, h, w in _windows(pixels.shape)], axis=3)


def _spread(gradient: np.ndarray, shape: Sequence[int]) -> np.ndarray:
    """The sum over all patches that a pixel is in, [rows, height, width, channels]."""
    rows, height, width, channels = shape
    parts = gradient.reshape(rows, height // 2, width // 2, -1)
    padded = np.zeros((rows, height + 2, width + 2, channels))
    for place, (y, x, h, w) in enumerate(_windows(shape)):
        padded[:, y : y + h : 2, x : x + w : 2] += parts[..., place * channels : (place + 1) * channels]
    return padded[:, 1:-1, 1:-1]


def _windows(shape: Sequence[int]) -> list[tuple[int, int, int, int]]:
    return [(y, x, shape[1], shape[2]) for y, x in product(range(KERNEL), repeat=2)]
