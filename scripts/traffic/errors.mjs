/** An option breaks its rule; the message names both. */
export class BadOption extends Error {}

/** The traffic cannot go on; the message says what to do next. */
export class TrafficFailed extends Error {}

/** Why fetch had no answer, in short. */
export function reasonOf(error) {
  return error.cause?.code ?? error.cause?.message ?? error.message;
}

/** The run was stopped while it waited. */
export class Interrupted extends Error {}
