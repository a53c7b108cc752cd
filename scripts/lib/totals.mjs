import { stripVTControlCharacters } from "node:util";

/** @typedef {{ passed: number, failed: number, skipped: number, failures: string[], reasons: string[] }} Totals failures and reasons: a line each, with the test's name */

/** @returns {Totals} */
export const none = () => ({ passed: 0, failed: 0, skipped: 0, failures: [], reasons: [] });

/**
 * @param {unknown} value @param {string} name
 * @returns {unknown[]}
 */
function listIn(value, name) {
  const list = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return Array.isArray(list) ? list : [];
}

/** @param {unknown} value @param {string} name */
function textIn(value, name) {
  const text = typeof value === "object" && value !== null ? Reflect.get(value, name) : undefined;
  return typeof text === "string" ? text : "";
}

/** @param {Totals} totals @param {string} name @param {string} message its first line is enough to know what to look for */
function addFailure(totals, name, message) {
  totals.failed++;
  const [line = ""] = stripVTControlCharacters(message).trim().split("\n");
  totals.failures.push(`${name}: ${line.slice(0, 300)}`);
}

/** @param {unknown} test of Playwright's report */
function messageOf(test) {
  const errors = listIn(test, "results").flatMap((result) => listIn(result, "errors"));
  return textIn(errors[0], "message");
}

/** @param {unknown} report of Vitest's json reporter @returns {Totals} */
export function vitestTotals(report) {
  const totals = none();
  for (const file of listIn(report, "testResults")) {
    const tests = listIn(file, "assertionResults");
    // A file that could not be loaded has no tests, one that could not be cleaned up none that failed: both are failures.
    if (textIn(file, "status") === "failed" && !tests.some((test) => textIn(test, "status") === "failed"))
      addFailure(totals, textIn(file, "name"), textIn(file, "message"));
    for (const test of tests) {
      const status = textIn(test, "status");
      if (status === "passed") totals.passed++;
      else if (status === "failed")
        addFailure(totals, textIn(test, "fullName"), listIn(test, "failureMessages").join(" "));
      else {
        totals.skipped++;
        totals.reasons.push(`${textIn(test, "fullName")}: ${status}`);
      }
    }
  }
  return totals;
}

/** @param {unknown} report of Playwright's json reporter @returns {Totals} */
export function playwrightTotals(report) {
  const totals = none();
  // Errors outside any test: a web server that did not start, a spec that does not load.
  for (const error of listIn(report, "errors")) addFailure(totals, "outside of any test", textIn(error, "message"));
  const visit = (/** @type {unknown} */ suite) => {
    for (const spec of listIn(suite, "specs")) {
      for (const test of listIn(spec, "tests")) {
        const status = textIn(test, "status");
        if (status === "expected" || status === "flaky") totals.passed++;
        else if (status === "unexpected") addFailure(totals, textIn(spec, "title"), messageOf(test));
        else {
          totals.skipped++;
          const why = listIn(test, "annotations").map((note) => textIn(note, "description") || textIn(note, "type"));
          totals.reasons.push(`${textIn(spec, "title")}: ${why.filter(Boolean).join(", ") || "no reason given"}`);
        }
      }
    }
    listIn(suite, "suites").forEach(visit);
  };
  listIn(report, "suites").forEach(visit);
  return totals;
}

/** @param {readonly Totals[]} all @returns {Totals} */
export function sum(all) {
  return all.reduce(
    (left, right) => ({
      passed: left.passed + right.passed,
      failed: left.failed + right.failed,
      skipped: left.skipped + right.skipped,
      failures: [...left.failures, ...right.failures],
      reasons: [...left.reasons, ...right.reasons],
    }),
    none(),
  );
}
