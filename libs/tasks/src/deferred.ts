/** A promise together with the functions that settle it. */
export interface Deferred<Value = void> {
  readonly promise: Promise<Value>;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: Error) => void;
}

/** A promise that is not settled yet. */
export function deferred<Value = void>(): Deferred<Value> {
  let [resolve, reject]: [(value: Value) => void, (reason: Error) => void] = [() => {}, () => {}];
  const promise = new Promise<Value>((onValue, onError) => ([resolve, reject] = [onValue, onError]));
  return { promise, resolve, reject };
}
