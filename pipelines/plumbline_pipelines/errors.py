"""Errors whose text is meant for the person at the command line."""


class PipelineError(Exception):
    """Root of every error the command line reports as one message and exit code 1."""


class DataError(PipelineError):
    """A data file that breaks its schema: every problem found, one a line, with the line, the column and the rule."""

    def __init__(self, source: str, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join([f"{source} cannot be used:", *(f"  {problem}" for problem in problems)]))


class ParityError(PipelineError):
    """An ONNX graph that does not answer as the fitted model it was made from."""


class VersionExistsError(PipelineError):
    """A version that is already published; published versions never change."""

    def __init__(self, name: str, version: int) -> None:
        super().__init__(
            f"{name} version {version} is already published and published versions do not change: "
            "leave --version out to publish the next one, or add --replace to overwrite it."
        )
