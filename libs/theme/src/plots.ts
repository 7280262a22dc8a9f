/** What is drawn. */
export const plotStyle = `
figure { margin: 0; }
.distribution { margin-top: 8px; }
.plot { display: block; width: 100%; height: auto; }
.plot.square { max-width: 420px; margin: 0 auto; }
.plot.narrow { display: none; }
.picture { max-width: 460px; }
.tick { fill: var(--muted); font-size: 11px; }
.wide .tick { font-size: 13px; }
.end { text-anchor: end; }
.middle { text-anchor: middle; }
.grid { stroke: var(--line); stroke-width: 1; }
.axis { stroke: var(--reference-line); stroke-width: 1; }
rect.reference { fill: var(--reference); stroke: var(--reference-line); stroke-width: 1; }
rect.current { fill: var(--accent); }
.track { fill: var(--reference); }
.within { fill: var(--accent); }
.beyond { fill: var(--alarm); }
.threshold { stroke: var(--ink); stroke-width: 1.5; }
.more { fill: none; stroke: var(--card); stroke-width: 2; }
.band { fill: var(--accent-soft); }
path.realised, path.estimated { fill: none; stroke-linejoin: round; stroke-linecap: round; }
path.realised { stroke: var(--accent); stroke-width: 2.5; }
path.estimated { stroke: var(--reference-line); stroke-width: 2; stroke-dasharray: 6 4; }
.level { fill: none; stroke: var(--reference-line); stroke-width: 1.5; stroke-dasharray: 2 4; }
circle.realised, .dot { fill: var(--accent); }
circle.estimated { fill: var(--reference-line); }
.dot { stroke: var(--card); stroke-width: 1.5; }
.legend { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 0 0 12px; color: var(--muted); font-size: 13px; }
figcaption.legend { margin: 10px 0 0; }
.legend span { display: inline-flex; gap: 7px; align-items: center; }
.swatch { width: 22px; height: 10px; flex: none; }
@media (max-width: 700px) {
  .plot.wide { display: none; }
  .plot.narrow { display: block; }
}`;
