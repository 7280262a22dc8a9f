export { PublishCard } from './publish-card.js';
