export { answerPolicy, documentPage, eyebrow } from './document.js';
export { dataQualitySection, driftSections } from './drift-section.js';
export { headline } from './headline.js';
export { reportPage } from './page.js';
export { section } from './section.js';
export { type Tile, tile } from './tiles.js';
