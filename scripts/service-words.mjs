/**
 * Passes each message on once: auth and predict share a database and tell the same of it.
 * @param {(message: string) => void} tell
 * @returns {(message: string) => void}
 */
export function tellOnce(tell) {
  const told = new Set();
  return (message) => {
    if (told.has(message)) return;
    told.add(message);
    tell(message);
  };
}

/**
 * What is told of a service that ended although nobody here stopped it.
 * @param {string} name
 * @param {{ code: number | null, signal: string | null }} how
 * @param {string} logEnd where its log is and how that ends
 * @returns {string}
 */
export function endText(name, { code, signal }, logEnd) {
  if (code === 0) return `${name} was stopped from outside`;
  return `${name} ended with ${signal ?? `code ${code}`}; ${logEnd}`;
}
