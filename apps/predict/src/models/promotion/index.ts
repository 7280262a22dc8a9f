export { PromotionModule } from './promotion.module.js';
