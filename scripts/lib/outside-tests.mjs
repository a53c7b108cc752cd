import { writeFileSync } from "node:fs";

/** A reporter of Vitest: what was thrown outside of every test, which fails a run without a test that failed. A list of lines, as JSON. */
export default class OutsideTests {
  /** @param {unknown} _modules @param {readonly { message: string, stack?: string }[]} errors */
  onTestRunEnd(_modules, errors) {
    const path = process.env.OUTSIDE_TESTS_FILE;
    const lines = errors.map(({ message, stack }) => `${message} ${stack?.match(/\n\s+(at .*)/)?.[1] ?? ""}`.trim());
    if (path) writeFileSync(path, JSON.stringify(lines));
  }
}
