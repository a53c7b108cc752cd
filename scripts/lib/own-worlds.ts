import { globSync, readFileSync } from "node:fs";

/** Where the tests of the parts lie. */
export const unitTests = [
  "lib/**/*.test.ts",
  "components/**/*.test.ts",
  "components/**/*.test.tsx",
  "app/**/*.test.ts",
  "scripts/**/*.test.ts",
  "e2e/support/**/*.test.ts",
];

/** Words of a test that changes what others would meet: settings, clocks, globals, modules, a database's client. */
const changes = /createTestDatabase|process\.(env|on|chdir)|\bvi\.|globalThis|server-only/;

/** Files that need a process to themselves. The others only call functions, and share one: starting a process takes longer than they do. */
export const ownWorlds = (root: string): string[] =>
  globSync(unitTests, { cwd: root }).filter((file) => changes.test(readFileSync(`${root}/${file}`, "utf8")));
