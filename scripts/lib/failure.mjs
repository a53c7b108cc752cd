/**
 * An end of the launcher that is not a defect: its message is one clear sentence for the person at the terminal,
 * printed without a stack.
 */
export class Failure extends Error {
  /** @param {string} message @param {{ cause?: unknown }} [options] */
  constructor(message, options) {
    super(message, options);
    this.name = "Failure";
  }
}
