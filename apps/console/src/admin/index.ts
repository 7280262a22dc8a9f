export { AccountPage } from './account-page.js';
export { AdminPage } from './admin-page.js';
