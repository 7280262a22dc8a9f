import useSWR from 'swr';
import { type ApiAnswer, type ApiProblem, LIVE_MS, read } from '../api/index.js';
import type { History } from './answers.js';
import { type RangeName, ranges } from './ranges.js';

/** Points of an hour are a minute long; those of a longer range change more slowly. */
const SLOW_MS = 60_000;

/** The history of a version up to now, read again while the page is visible. */
export function useHistory(model: string, version: number | undefined, range: RangeName): ApiAnswer<History> {
  const load = () => {
    const from = new Date(Date.now() - ranges[range] * 1000).toISOString();
    const query = new URLSearchParams({ from, ...(version !== undefined && { version: String(version) }) });
    return read<History>(`models/${encodeURIComponent(model)}/history?${query.toString()}`);
  };
  return useSWR<History, ApiProblem>(['history', model, version, range], load, {
    refreshInterval: range === '1h' ? LIVE_MS * 2 : SLOW_MS,
    shouldRetryOnError: ({ status }: ApiProblem) => status === 0 || status >= 500,
  });
}
