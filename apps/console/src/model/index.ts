export { ModelPage } from './model-page.js';
