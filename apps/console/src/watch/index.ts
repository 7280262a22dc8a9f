export { WatchPage } from './watch-page.js';
