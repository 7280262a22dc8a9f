/** The longest that work on a large request may hold the event loop at a time. */
const SLICE_MS = 8;

const waiting: (() => void)[] = [];

/**
 * Resolves in a later turn of the event loop, for one caller a turn: with many large requests at once, all others still
 * wait for one slice only.
 */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    if (waiting.push(resolve) === 1) setImmediate(grant);
  });
}

function grant(): void {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(grant);
}

/**
 * Calls `work` with each item in order, as many in one turn of the event loop as a slice of time allows. Resolves with the
 * results; rejects with what `work` throws.
 */
export async function mapInSlices<Item, Result>(
  items: readonly Item[],
  work: (item: Item, index: number) => Result,
): Promise<Result[]> {
  const results: Result[] = [];
  let untilMs = performance.now() + SLICE_MS;
  for (const [index, item] of items.entries()) {
    if (performance.now() >= untilMs) {
      await nextTurn();
      untilMs = performance.now() + SLICE_MS;
    }
    results.push(work(item, index));
  }
  return results;
}
