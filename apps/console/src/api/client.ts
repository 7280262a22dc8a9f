import { texts } from '../texts.js';
import { ApiProblem, problemOf } from './problem.js';

/** Dispatched on `window` when predict no longer accepts the session. */
export const SIGNED_OUT = 'plumbline:signed-out';

/** A request that changes something. `body` is sent as JSON, a `FormData` as it is. */
export interface Change {
  readonly method: 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly body?: unknown;
  readonly signal?: AbortSignal;
}

/** An address of predict: paths are relative to the page, which may be below the path of a proxy. */
export function addressOf(path: string): string {
  return new URL(path, document.baseURI).href;
}

/** Reads a path of predict such as `models`. @throws {ApiProblem} */
export function read<Body>(path: string): Promise<Body> {
  return send<Body>(path, {});
}

/** Sends a change. Resolves to the answer, or to undefined if it is empty. @throws {ApiProblem} */
export function change<Body>(path: string, { method, body, signal }: Change): Promise<Body> {
  if (body === undefined || body instanceof FormData) return send<Body>(path, { method, body, signal });
  const headers = { 'Content-Type': 'application/json' };
  return send<Body>(path, { method, headers, body: JSON.stringify(body), signal });
}

async function send<Body>(path: string, init: RequestInit): Promise<Body> {
  const response = await fetch(addressOf(path), {
    ...init,
    headers: { Accept: 'application/json', ...init.headers },
  }).catch(() => {
    throw new ApiProblem(0, 'unreachable', texts.errors.unreachable);
  });
  if (!response.ok) {
    const problem = await problemOf(response);
    if (problem.code.startsWith('access_token_')) window.dispatchEvent(new Event(SIGNED_OUT));
    throw problem;
  }
  return (response.status === 204 ? undefined : await response.json()) as Body;
}
