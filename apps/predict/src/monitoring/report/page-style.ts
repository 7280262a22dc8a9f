import { layoutStyle } from './style/layout.js';
import { plotStyle } from './style/plots.js';
import { tableStyle } from './style/tables.js';
import { tokenStyle } from './style/tokens.js';
import { printStyle } from './style/print.js';

/** The whole style of the page. The policy names it by its hash, so it never holds data. */
export const style = [tokenStyle, layoutStyle, tableStyle, plotStyle, printStyle].join('\n');
