import { useEffect, useRef } from 'react';
import uPlot from 'uplot';
import 'uplot/dist/uPlot.min.css';
import { texts } from '../texts.js';
import { type ChartContent, chartOptions } from './chart-options.js';
import { NumbersTable } from './numbers-table.js';
import { useColours } from './colours.js';

interface TimeChartProps extends ChartContent {
  readonly title: string;
  /** What the chart shows, for those who do not see it. */
  readonly summary: string;
}

/** Lines over time on a canvas, with a text and a table that say the same. */
export function TimeChart({ title, summary, ...content }: TimeChartProps) {
  const holder = useRef<HTMLDivElement>(null);
  const chart = useRef<uPlot>(undefined);
  const shown = useRef(content);
  const colours = useColours();
  const shape = JSON.stringify(
    content.lines.map(({ name, colour, dash, fill }) => [name, colour, dash, fill]),
  );
  useEffect(() => {
    shown.current = content;
    chart.current?.setData(dataOf(content));
  });
  useEffect(() => {
    const element = holder.current;
    if (element === null) return;
    const drawn = new uPlot(
      chartOptions(() => shown.current, element.clientWidth, colours),
      dataOf(shown.current),
      element,
    );
    chart.current = drawn;
    const observer = new ResizeObserver(() =>
      drawn.setSize({ width: element.clientWidth, height: drawn.height }),
    );
    observer.observe(element);
    return () => {
      observer.disconnect();
      drawn.destroy();
    };
  }, [shape, colours]);
  const isEmpty = content.lines.every(({ values }) => values.every((value) => value === null));
  if (isEmpty) return <p className="note">{texts.watch.nothingInRange}</p>;
  return (
    <figure>
      <div ref={holder} className="time-chart" role="img" aria-label={`${title}. ${summary}`} />
      <NumbersTable caption={title} {...content} />
    </figure>
  );
}

function dataOf({ times, lines }: ChartContent): uPlot.AlignedData {
  return [[...times], ...lines.map(({ values }) => [...values])];
}
