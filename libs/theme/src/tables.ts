/** Tables, findings and the confusion matrix. */
export const tableStyle = `
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: 14px; }
th, td { padding: 7px 10px; border-top: 1px solid var(--line); text-align: left; vertical-align: middle; }
thead th { border-top: 0; color: var(--muted); font-size: 13px; font-weight: 600; vertical-align: bottom; }
tbody th { min-width: 72px; font-weight: 600; }
.drift tbody th { min-width: 120px; }
th:first-child, td:first-child { padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
.number { text-align: right; white-space: nowrap; }
.faint { color: var(--muted); }
.flaw { font-weight: 600; }
.flaw span[aria-hidden] { color: var(--alarm); }
.verdict { white-space: nowrap; font-size: 14px; font-weight: 600; }
.verdict.alarm { padding: 1px 9px; border-radius: 99px; background: var(--alarm-soft); color: var(--alarm); }
.verdict.calm, .verdict.unknown { color: var(--muted); font-weight: 500; }
.verdict.calm span { color: var(--accent); }
.severity { display: inline-flex; gap: 8px; align-items: center; }
.severity svg { width: 110px; height: 11px; overflow: visible; }
.severity .value { min-width: 40px; font-size: 14px; font-weight: 600; }
.numbers { margin-top: 6px; font-size: 13px; }
.numbers table { font-size: 13px; }
.numbers td, .numbers thead th:not(:first-child) { text-align: right; }
.numbers th, .numbers td { padding-top: 3px; padding-bottom: 3px; }
.quality thead .number { white-space: normal; }
.quality th:first-child, .confusion th:first-child { position: sticky; left: 0; background: var(--card); }
.quality tbody th { min-width: 110px; }
.confusion { width: auto; margin-top: 8px; }
.confusion th, .confusion td { padding: 4px 6px; border: 0; }
.confusion tbody td { border: 1px solid var(--card); text-align: center; }
.confusion thead th { text-align: center; color: var(--ink); }
.confusion tbody th { min-width: 0; padding-right: 10px; text-align: right; font-size: 13px; white-space: nowrap; }
.confusion.roomy td { min-width: 76px; padding: 16px 8px; font-size: 18px; font-weight: 600; }
.confusion.roomy thead td { padding: 0; }
.confusion.dense th, .confusion.dense td { padding: 4px; font-size: 12px; }
.confusion.dense thead th { writing-mode: vertical-rl; transform: rotate(180deg); text-align: left; }
.confusion.dense td { min-width: 30px; }
.confusion .right { outline: 2px solid var(--ink); outline-offset: -3px; border-radius: 4px; }
.confusion.dense .right { outline-width: 1px; outline-offset: -2px; }
.shade-0 { color: var(--muted); }
.confusion .shade-0 { font-weight: 400; }
.shade-1 { background: rgb(var(--shade) / .1); } .shade-2 { background: rgb(var(--shade) / .17); } .shade-3 { background: rgb(var(--shade) / .24); }
.shade-4 { background: rgb(var(--shade) / .31); } .shade-5 { background: rgb(var(--shade) / .38); }
.shade-6 { background: rgb(var(--shade) / .88); color: var(--shade-ink); } .shade-7 { background: rgb(var(--shade) / .92); color: var(--shade-ink); }
.shade-8 { background: rgb(var(--shade) / .96); color: var(--shade-ink); } .shade-9 { background: rgb(var(--shade)); color: var(--shade-ink); }
.mixed { margin: 0; padding-left: 22px; font-size: 14px; }
@media (max-width: 700px) {
  .drift tbody th { min-width: 0; }
  th, td { padding-left: 6px; padding-right: 6px; }
  .drift thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  .drift, .drift tbody { display: block; }
  .drift tr { display: grid; grid-template-columns: 1fr auto; gap: 4px 12px; padding: 10px 0; border-top: 1px solid var(--line); }
  .drift tbody tr:first-child { border-top: 0; padding-top: 0; }
  .drift th, .drift td { padding: 0; border: 0; text-align: left; }
  .drift .finding { text-align: right; }
  .drift .bar { grid-column: 1 / -1; }
  .drift .bar .severity svg { width: 170px; height: 17px; }
  .drift .method { grid-column: 1 / -1; color: var(--muted); font-size: 13px; }
  .drift .score, .drift .limit { color: var(--muted); font-size: 13px; }
  .drift .score::before { content: "score "; }
  .drift .limit::before { content: "drift "; }
}`;
