export { answerPolicy, reportPage } from './page.js';
