import { createHash } from 'node:crypto';
import { style } from './page-style.js';

const styleHash = createHash('sha256').update(style).digest('base64');

/** What a saved page may do too: show itself with its own style, and nothing else. */
export const pagePolicy = `default-src 'none'; style-src 'sha256-${styleHash}'; img-src data:; base-uri 'none'; form-action 'none'`;

/** The policy of the answer, which also keeps the page out of frames and its markup from running anything. */
export const answerPolicy = `${pagePolicy}; frame-ancestors 'none'; sandbox`;
