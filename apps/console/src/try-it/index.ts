export { TryItPage } from './try-it-page.js';
