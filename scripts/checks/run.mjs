// A process of its own, on the Node that the set-up has brought: the checks read TypeScript of the tests.
import { runChecks } from "../verbs/check.mjs";

process.exitCode = await runChecks();
