export { describeErrors } from './error-documents.js';
export {
  BodyTooLarge,
  httpErrorStatus,
  MalformedJson,
  MalformedRequest,
  Overloaded,
  RequestTimeout,
  RouteNotFound,
  UnreadableBody,
  UnsupportedMediaType,
} from './http.errors.js';
export { answerParserErrors } from './parser-errors.js';
export { type ErrorTable, type Problem, problemOf, sendProblem } from './problem.js';
export { ProblemFilter } from './problem.filter.js';
