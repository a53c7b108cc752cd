import { ask } from "./database.mjs";
import { Failure } from "./failure.mjs";
import { complain, say, step } from "./log.mjs";
import { applyMigrations } from "./migrate.mjs";
import { sleep } from "./processes.mjs";

/** A database that comes up beside us takes a moment: until then there is nothing to say. */
const quietMs = 5000;

/** Waits for the database, then brings it to the newest schema. @param {string} url */
export async function migrateDatabase(url) {
  await step("Waiting for the database", () => waitForDatabase(url));
  const applied = await step("Updating the database", () => applyMigrations(url));
  if (applied.length > 0) say(`Database updated: ${applied.join(", ")}`);
}

/** For as long as it takes: meanwhile the product answers that it is not ready, and says so to browsers. @param {string} url */
async function waitForDatabase(url) {
  const begun = Date.now();
  for (let told = ""; ; ) {
    try {
      await ask(url, "select 1");
      return;
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      const reason = error instanceof Error ? error.message || code : String(error);
      // Wrong password, unknown database or role: waiting mends none of them.
      const isFinal = /^(28|3D|42)/.test(code ?? "");
      if (isFinal)
        throw new Failure(`The database of DATABASE_URL (${hostOf(url)}) cannot be used: ${reason}`, { cause: error });
      if (Date.now() - begun > quietMs && reason !== told) {
        complain(`The database of DATABASE_URL (${hostOf(url)}) does not answer yet: ${reason}. Waiting for it.`);
        told = reason ?? "";
      }
      await sleep(250);
    }
  }
}

/** Without user and password. @param {string} url */
function hostOf(url) {
  try {
    const { host, pathname } = new URL(url);
    return `${host}${pathname}`;
  } catch {
    return "not a valid address";
  }
}
