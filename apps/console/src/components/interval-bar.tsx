import type { Interval } from '../api/index.js';

const WIDTH = 160;
const HEIGHT = 16;
const MIDDLE = HEIGHT / 2;

interface IntervalBarProps {
  readonly interval: Interval;
  /** The ends of the scale. */
  readonly from: number;
  readonly to: number;
  /** Where a line is drawn. */
  readonly mark: number;
}

/** A number with its interval on a scale; the text beside it says the same. */
export function IntervalBar({ interval, from, to, mark }: IntervalBarProps) {
  const { value, lower, upper } = interval;
  const place = (at: number) => ((at - from) / (to - from || 1)) * (WIDTH - 8) + 4;
  return (
    <svg className="interval" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" focusable="false">
      <line className="mark" x1={place(mark)} x2={place(mark)} y1="0" y2={HEIGHT} />
      <line className="range" x1={place(lower)} x2={place(upper)} y1={MIDDLE} y2={MIDDLE} />
      <circle className="value" cx={place(value)} cy={MIDDLE} r="4" />
    </svg>
  );
}
