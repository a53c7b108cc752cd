import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { clearStalePid, isPostgresOf, readPostmasterPid } from "./postgres-pid.mjs";

let cluster = "";
beforeEach(() => {
  cluster = mkdtempSync(join(tmpdir(), "verbatim-pid-"));
});
afterEach(() => rmSync(cluster, { recursive: true, force: true }));

test("only a server of this very folder counts", () => {
  const server = ["/opt/bin/postgres", "-D", "/data/postgres", "-k", "/tmp/x"];
  expect(isPostgresOf(server, "/data/postgres")).toBe(true);
  expect(isPostgresOf(server, "/data/postgres2")).toBe(false);
  expect(isPostgresOf(["/bin/sleep", "-D", "/data/postgres"], "/data/postgres")).toBe(false);
  expect(isPostgresOf(["postgres: checkpointer"], "/data/postgres")).toBe(false);
  expect(isPostgresOf([], "/data/postgres")).toBe(false);
});

test("a number that belongs to another program now: that program lives on, the file goes", async () => {
  const other = spawn("sleep", ["30"]);
  writeFileSync(join(cluster, "postmaster.pid"), `${other.pid}\n${cluster}\n`);
  await clearStalePid(cluster);
  expect(existsSync(join(cluster, "postmaster.pid"))).toBe(false);
  expect(other.exitCode).toBe(null);
  expect(other.kill(0)).toBe(true);
  other.kill();
});

test("a number nobody has is left to PostgreSQL, and an unreadable file names nobody", async () => {
  writeFileSync(join(cluster, "postmaster.pid"), `${2 ** 22 - 1}\n`);
  await clearStalePid(cluster);
  expect(existsSync(join(cluster, "postmaster.pid"))).toBe(true);
  writeFileSync(join(cluster, "postmaster.pid"), "");
  expect(readPostmasterPid(cluster)).toBe(null);
});
