import { readFileSync } from "node:fs";
import { join } from "node:path";
import { databaseHome } from "../../scripts/lib/database-home.mjs";

/** The database of the product that the journeys run against, for what would take too long by clicking. */
export function journeyDatabaseUrl(): string {
  const { home } = databaseHome(`${process.env.E2E_DATA_DIR}`);
  const socket =
    readFileSync(join(home, "postgres", "postmaster.pid"), "utf8")
      .split("\n")[4]
      ?.trim() ?? "";
  return `postgresql://app@localhost/verbatim?host=${encodeURIComponent(socket)}`;
}
