import { layoutStyle, plotStyle, printStyle, tableStyle, tokenStyle } from './style/index.js';

/** The whole style of the page. The policy names it by its hash, so it never holds data. */
export const style = [tokenStyle, layoutStyle, tableStyle, plotStyle, printStyle].join('\n');
