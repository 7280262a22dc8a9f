import type { Board } from '../board.js';
import { lines } from '../panels.js';
import { chosenProcesses, rateBy } from '../query.js';

/** The row about the predict process, its prediction log and probes from outside. */
export const service: Board['rows'][number] = {
  title: 'Service',
  panels: [
    lines({
      title: 'Prediction log: not yet in the database',
      description:
        'Predictions in the local spool that wait for PostgreSQL. Grows while the database is down.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [{ expr: `sum(prediction_log_pending{${chosenProcesses}})`, legend: 'pending' }],
    }),
    lines({
      title: 'Prediction log: failures',
      description: 'Failures per second by reason. A full spool makes predict answer 503.',
      unit: 'cps',
      width: 6,
      min: 0,
      queries: [
        { expr: rateBy('reason', 'prediction_log_errors_total', chosenProcesses), legend: '{{reason}}' },
      ],
    }),
    lines({
      title: 'CPU use',
      description: 'CPU cores that predict uses.',
      unit: 'short',
      width: 6,
      min: 0,
      queries: [
        { expr: rateBy('instance', 'process_cpu_seconds_total', chosenProcesses), legend: '{{instance}}' },
      ],
    }),
    lines({
      title: 'Memory',
      description: 'Resident memory of the predict process, and its JavaScript heap.',
      unit: 'bytes',
      width: 6,
      min: 0,
      queries: [
        { expr: `process_resident_memory_bytes{${chosenProcesses}}`, legend: '{{instance}} resident' },
        { expr: `nodejs_heap_size_used_bytes{${chosenProcesses}}`, legend: '{{instance}} heap' },
      ],
    }),
    lines({
      title: 'Event loop lag, p99',
      description: 'Delay of timers in the process. Above about 50 ms it noticeably delays every request.',
      unit: 's',
      width: 8,
      min: 0,
      queries: [
        { expr: `nodejs_eventloop_lag_p99_seconds{${chosenProcesses}}`, legend: '{{job}} {{instance}}' },
      ],
    }),
    lines({
      title: 'Time of the health probe',
      description: 'Duration of the probe from outside, name resolution and connection included.',
      unit: 's',
      width: 8,
      min: 0,
      queries: [{ expr: 'probe_duration_seconds{job="api_probe"}', legend: '{{service}}' }],
    }),
    lines({
      title: 'Services up',
      description: 'Whether Prometheus can scrape each service.',
      unit: 'short',
      width: 8,
      min: 0,
      max: 1,
      queries: [{ expr: `up{${chosenProcesses}}`, legend: '{{job}} {{instance}}' }],
    }),
  ],
};
