const MAX_BAR_CELLS = 24;
const COLUMNS = 80;
const REDRAW_MS = 100;
const LINE_MS = 5_000;

/**
 * Shows how far the run is: a bar that is redrawn on a terminal, a line every few seconds elsewhere.
 * @param {import('./progress.mjs').ProgressStream} stream
 * @param {() => number} now in milliseconds
 */
export function progressOn(stream, now = Date.now) {
  let shownAt = now();
  let open = false;
  return {
    /** @param {import('./run-traffic.mjs').Progress} progress */
    show(progress) {
      if (!progress.done && now() - shownAt < (stream.isTTY ? REDRAW_MS : LINE_MS)) return;
      shownAt = now();
      if (!stream.isTTY) return stream.write(`${lineOf(progress)}\n`);
      stream.write(`\r${barLineOf(progress, stream.columns || COLUMNS)}\u001B[K`);
      open = !progress.done;
      if (progress.done) stream.write('\n');
    },
    /** Ends the line of a bar that was not finished. */
    end() {
      if (open) stream.write('\n');
      open = false;
    },
  };
}

/** Shorter than the terminal is wide, because a line that wraps could not be drawn over. */
function barLineOf(progress, columns) {
  const room = columns - 1 - lineOf(progress, '[]').length;
  const cells = Math.max(0, Math.min(MAX_BAR_CELLS, room));
  const done = Math.floor((cells * progress.sent) / progress.planned);
  return lineOf(progress, `[${'#'.repeat(done)}${'-'.repeat(cells - done)}]`).slice(0, columns - 1);
}

function lineOf({ model, sent, planned, ratePerS, errors, driftShare, ...figures }, bar) {
  const { f1, meanAbsoluteError: mae } = figures;
  const parts = [
    model,
    bar ?? `${Math.floor((100 * sent) / planned)} %`.padStart(5),
    `${sent}/${planned} rows`,
    `${ratePerS.toFixed(1)}/s`,
    f1 === undefined ? undefined : `F1 ${f1.toFixed(3)}`,
    mae === undefined ? undefined : `MAE ${mae.toPrecision(4)}`,
    driftShare === undefined ? undefined : `drift ${(100 * driftShare).toFixed(0)} %`,
    `errors ${errors}`,
  ];
  return parts.filter((part) => part !== undefined).join('  ');
}
