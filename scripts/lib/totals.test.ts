import { expect, test } from "vitest";
import { playwrightTotals, sum, vitestTotals } from "./totals.mjs";

test("vitest: a file that does not load is a failure, a skip keeps its name", () => {
  const report = {
    testResults: [
      { status: "failed", name: "x.test.ts", message: "Cannot find package", assertionResults: [] },
      {
        status: "passed",
        assertionResults: [
          { status: "passed", fullName: "a" },
          {
            status: "failed",
            fullName: "b",
            failureMessages: ["\u001b[31mAssertionError: 1 is not 2\u001b[39m\n  at b"],
          },
          { status: "skipped", fullName: "c" },
        ],
      },
    ],
  };
  expect(vitestTotals(report)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 1,
    failures: ["x.test.ts: Cannot find package", "b: AssertionError: 1 is not 2"],
    reasons: ["c: skipped"],
  });
});

test("vitest: a file whose clean-up failed is a failure beside its tests", () => {
  const assertionResults = [{ status: "passed", fullName: "a" }];
  const report = { testResults: [{ status: "failed", name: "y.test.ts", message: "still open", assertionResults }] };
  expect(vitestTotals(report)).toMatchObject({ passed: 1, failed: 1, failures: ["y.test.ts: still open"] });
});

test("playwright: nested suites, errors outside tests, reasons of skips", () => {
  const spec = (title: string, status: string, annotations: object[] = []) => ({
    title,
    tests: [{ status, annotations, results: [{ errors: status === "unexpected" ? [{ message: "timed out" }] : [] }] }],
  });
  const report = {
    errors: [{ message: "web server" }],
    suites: [
      {
        specs: [spec("a", "expected")],
        suites: [
          { specs: [spec("b", "unexpected"), spec("c", "skipped", [{ type: "skip", description: "needs Redis" }])] },
        ],
      },
    ],
  };
  expect(playwrightTotals(report)).toEqual({
    passed: 1,
    failed: 2,
    skipped: 1,
    failures: ["outside of any test: web server", "b: timed out"],
    reasons: ["c: needs Redis"],
  });
});

test("a report of another shape counts nothing", () => {
  expect(sum([vitestTotals(null), playwrightTotals({ suites: 3 })])).toEqual({
    passed: 0,
    failed: 0,
    skipped: 0,
    failures: [],
    reasons: [],
  });
});
