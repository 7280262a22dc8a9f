const light = `
  --page: #f5f7f8;
  --card: #ffffff;
  --ink: #14202b;
  --muted: #52606d;
  --line: #dde3e8;
  --accent: #0b6e75;
  --accent-soft: #d8eced;
  --reference: #dfe5ea;
  --reference-line: #6f7d8a;
  --alarm: #b3261e;
  --alarm-soft: #fbe9e7;
  --shade: 11 110 117;
  --shade-ink: #ffffff;`;

const dark = `
  --page: #0e1418;
  --card: #161e24;
  --ink: #e6ecf0;
  --muted: #a3b0bb;
  --line: #2b3740;
  --accent: #55c4ca;
  --accent-soft: #12363a;
  --reference: #33414c;
  --reference-line: #8d9ba8;
  --alarm: #ff9384;
  --alarm-soft: #3b1f1c;
  --shade: 85 196 202;
  --shade-ink: #08171a;`;

/** Colours by role, light and dark: every text has a contrast of at least 4.5 on its ground. One accent, one alarm. */
export const tokenStyle = `
:root {
  color-scheme: light dark;${light}
}
@media (prefers-color-scheme: dark) {
  :root {${dark}
  }
}`;

/** The same where a person has chosen one of them, by `data-theme` of the root. */
export const chosenThemeStyle = `
:root[data-theme='light'] {
  color-scheme: light;${light}
}
:root[data-theme='dark'] {
  color-scheme: dark;${dark}
}`;
