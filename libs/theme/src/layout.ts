/** The page, its head, its cards. */
export const layoutStyle = `
* { box-sizing: border-box; }
body {
  margin: 0; background: var(--page); color: var(--ink);
  font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
.masthead, main, .colophon { max-width: 1240px; margin: 0 auto; padding: 0 clamp(16px, 4vw, 40px); }
.masthead { padding-top: clamp(24px, 5vw, 48px); }
.eyebrow { display: flex; gap: 8px; align-items: center; margin: 0 0 12px; color: var(--accent); font-size: 14px; font-weight: 600; letter-spacing: .02em; }
.bob { width: 12px; height: 20px; fill: var(--accent); }
h1 { margin: 0 0 8px; font-size: clamp(28px, 5vw, 40px); line-height: 1.15; letter-spacing: -.02em; }
h2 { margin: 0 0 12px; font-size: 22px; line-height: 1.25; letter-spacing: -.01em; }
h3 { margin: 0; font-size: 16px; line-height: 1.35; }
h4 { margin: 16px 0 4px; font-size: 14px; }
.chip { display: inline-block; padding: 2px 10px; border: 1px solid var(--line); border-radius: 99px; background: var(--card); color: var(--muted); font-size: 14px; font-weight: 500; letter-spacing: 0; vertical-align: middle; white-space: nowrap; }
.chip.strong { border-color: var(--accent); color: var(--accent); }
.headline { margin: 28px 0 4px; font-size: clamp(21px, 3.2vw, 28px); font-weight: 600; line-height: 1.25; letter-spacing: -.01em; }
.news { margin: 8px 0 0; padding-left: 20px; }
.news li { margin: 2px 0; }
.note { margin: 0 0 4px; max-width: 78ch; color: var(--muted); font-size: 14px; }
.muted { color: var(--muted); }
section { margin-top: 44px; }
section > .note { margin-bottom: 12px; }
.card + .note, .scroll + .note { margin-top: 8px; }
.card { padding: clamp(14px, 2.2vw, 22px); border: 1px solid var(--line); border-radius: 12px; background: var(--card); min-width: 0; }
section > * + .card, section > * + .legend, section > * + .halves, section > * + .joint { margin-top: 14px; }
section > .note + .card, section > .legend + .card { margin-top: 0; }
.notice { margin-top: 24px; border-left: 4px solid var(--accent); }
.notice p { margin: 0; }
code { font: 13px/1.4 ui-monospace, "SF Mono", Menlo, Consolas, monospace; overflow-wrap: anywhere; }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 150px), 1fr)); gap: 12px; margin: 28px 0 0; }
.tiles dd, .tiles dt, .scores dd, .facts dd { margin: 0; }
.tile dt { font-size: 14px; font-weight: 600; }
.tile .figure { margin: 2px 0; font-size: 30px; font-weight: 650; line-height: 1.2; letter-spacing: -.02em; }
.tile .verdict { white-space: normal; }
.tile .muted { font-size: 13px; line-height: 1.4; }
.tile dd:last-child:not(.muted) { margin-top: 8px; font-size: 14px; }
.contents { display: flex; flex-wrap: wrap; gap: 4px 20px; margin-top: 24px; font-size: 14px; }
a { color: var(--accent); text-underline-offset: 3px; }
th a { color: inherit; text-decoration-color: var(--accent); }
:target { scroll-margin-top: 16px; }
.column:target { outline: 2px solid var(--accent); }
.grid-of-cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 330px), 1fr)); gap: 14px; }
bdi { overflow-wrap: anywhere; }
.halves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 400px), 1fr)); gap: 14px; align-items: start; }
.thirds { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 300px), 1fr)); gap: 14px; }
.stack { display: grid; gap: 14px; min-width: 0; }
.column { display: flex; flex-direction: column; }
.column header { display: flex; flex-wrap: wrap; gap: 4px 12px; align-items: baseline; justify-content: space-between; }
.column footer { display: flex; flex-wrap: wrap; gap: 4px 16px; align-items: center; justify-content: space-between; margin-top: auto; padding-top: 8px; font-size: 13px; }
.folded { margin-top: 14px; }
.folded > summary { padding: 10px 0; font-weight: 600; }
summary { color: var(--accent); cursor: pointer; }
summary:focus-visible, a:focus-visible, .scroll:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.scores { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(40%, 150px), 1fr)); gap: 14px 20px; margin: 0; }
.scores dt, .facts dt { color: var(--muted); font-size: 13px; }
.scores dd { font-size: 20px; font-weight: 600; }
.facts { margin: 8px 0 0; }
.facts div { display: grid; grid-template-columns: minmax(90px, 34%) 1fr; gap: 12px; padding: 5px 0; border-top: 1px solid var(--line); font-size: 14px; }
.facts div:first-child { border-top: 0; }
.colophon { padding-top: 40px; padding-bottom: 48px; color: var(--muted); font-size: 13px; }
.unseen { position: absolute; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }`;
