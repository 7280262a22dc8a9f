import { Eddm, HddmA, HddmW, Kswin } from '@plumbline/evaluation';
import { decode } from './wire.js';

/** The values the library has for a case of the group streams. */
export function streamResults({ errors, values, seed }) {
  const flags = decode(errors);
  const { drifts } = signals(new Kswin({ alpha: 0.001, seed }), decode(values));
  return {
    EDDM: signals(new Eddm(), flags),
    'HDDM-A': signals(new HddmA(), flags),
    'HDDM-A, both sides': signals(new HddmA({ bothSides: true }), flags),
    'HDDM-W': signals(new HddmW(), flags),
    'HDDM-W, both sides': signals(new HddmW({ bothSides: true }), flags),
    KSWIN: { drifts },
  };
}

function signals(detector, values) {
  const found = Array.from(values, (value) => detector.update(value));
  const at = (signal) => found.flatMap((one, index) => (one === signal ? [index] : []));
  return { drifts: at('drift'), warnings: at('warning') };
}
