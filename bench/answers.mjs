const TOLERANCE = 1e-4;

/** Every stack has to say the same as the model's golden rows before it is measured. */
export async function checkAnswers({ stack, server }, { installation }, goldenRows) {
  const token = await stack.token({ installation });
  for (const { features, prediction, probabilities } of goldenRows) {
    const response = await fetch(`${server.url}${stack.path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${token}` },
      body: JSON.stringify(features),
    });
    const text = await response.text();
    if (response.status !== 200) throw new Error(`${stack.label} answered ${response.status}: ${text}`);
    const answer = JSON.parse(text);
    const close = Object.values(probabilities).some(
      (probability) => Math.abs(answer.probability - probability) < TOLERANCE,
    );
    if (answer.prediction !== prediction || !close) throw new Error(`${stack.label} answered ${text}`);
  }
}
