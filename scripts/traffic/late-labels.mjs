/**
 * @typedef {object} Label
 * @property {string} id of the prediction
 * @property {number} version that made it
 * @property {string | number} predicted
 * @property {string | number} actual
 */

/** Labels that wait until so many more rows were sent. */
export class LateLabels {
  #delayRows;
  /** @type {{ label: Label, dueAt: number }[]} */
  #waiting = [];

  /** @param {number} delayRows */
  constructor(delayRows) {
    this.#delayRows = delayRows;
  }

  /** @param {Label} label @param {number} row the number of its row, from 0 */
  add(label, row) {
    this.#waiting.push({ label, dueAt: row + 1 + this.#delayRows });
  }

  /** Takes out, oldest first, the labels that are due when so many rows were sent. */
  due(rowsSent) {
    const late = this.#waiting.findIndex(({ dueAt }) => dueAt > rowsSent);
    return this.#waiting.splice(0, late === -1 ? this.#waiting.length : late).map(({ label }) => label);
  }

  /** Takes out all. */
  rest() {
    return this.due(Infinity);
  }
}
