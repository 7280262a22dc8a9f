/** On paper: always light, nothing folded, no plot cut in two. */
export const printStyle = `
@media print {
  :root {
    color-scheme: light;
    --page: #ffffff; --card: #ffffff; --ink: #000000; --muted: #444444; --line: #cccccc;
    --accent: #0b6e75; --accent-soft: #d8eced; --reference: #dfe5ea; --reference-line: #6f7d8a;
    --alarm: #b3261e; --alarm-soft: #ffffff; --shade: 11 110 117; --shade-ink: #ffffff;
  }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 12px; }
  .masthead, main, .colophon { max-width: none; padding-left: 0; padding-right: 0; }
  .card { border-radius: 0; }
  .column, .tile, tr, figure { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .scroll { overflow: visible; }
  .grid-of-cards { grid-template-columns: repeat(2, 1fr); }
  .folded::details-content { content-visibility: visible; block-size: auto; }
  .folded > summary { list-style: none; }
  .numbers, .contents { display: none; }
  a { color: inherit; text-decoration: none; }
  .confusion.dense th, .confusion.dense td { min-width: 0; padding: 1px 2px; font-size: 8px; }
  .confusion tbody th { min-width: 0; }
  .quality { font-size: 9px; }
  .quality th, .quality td { padding: 2px 3px; }
}`;
