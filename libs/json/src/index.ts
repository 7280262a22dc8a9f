export { DEFAULT_JSON_LIMITS, type JsonLimits, JsonScanner } from './json-limits.js';
export type { LargeArray } from './json-pieces.js';
export { type CheckPiece, type Elements, parseInPieces, parseLargeJson } from './large-json.js';
