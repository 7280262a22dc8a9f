export { layoutStyle } from './layout.js';
export { plotStyle } from './plots.js';
export { printStyle } from './print.js';
export { tableStyle } from './tables.js';
export { chosenThemeStyle, tokenStyle } from './tokens.js';
