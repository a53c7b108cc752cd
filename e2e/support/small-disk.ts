import { execFileSync } from "node:child_process";
import {
  chmodSync,
  chownSync,
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmdirSync,
  rmSync,
  writeSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ensureDatabase, withClient } from "../../scripts/lib/database.mjs";
import { ensureCluster, type Server, startPostgres } from "../../scripts/lib/postgres.mjs";
import { postgresUser } from "../../scripts/lib/postgres-user.mjs";

/** A PostgreSQL of its own on a disk of 128 MB, which a test can fill to the last byte. */
export interface SmallDisk {
  url: string;
  /** takes what is left of the disk */
  fill: () => void;
  /** gives it back */
  free: () => void;
  /** writes journal until the server cannot any more, and ends: it does not go on without. Only on a full disk */
  endOfJournal: () => Promise<void>;
  /** what an operator does afterwards */
  start: () => Promise<void>;
  remove: () => Promise<void>;
}

const mib = 1024 * 1024;

/** Whether this process may have a disk of its own. */
export function canMount(): boolean {
  if (process.platform !== "linux" || process.getuid?.() !== 0) return false;
  const folder = mkdtempSync(join(tmpdir(), "verbatim-disk-"));
  try {
    mount(folder, 1);
    unmount(folder);
    return true;
  } catch {
    return false;
  } finally {
    rmdirSync(folder);
  }
}

const mount = (folder: string, size: number) =>
  execFileSync("mount", ["-t", "tmpfs", "-o", `size=${size}m`, "tmpfs", folder], { stdio: "ignore" });
// Lazily: a process that still holds a file must not keep the disk.
const unmount = (folder: string) => execFileSync("umount", ["-l", folder], { stdio: "ignore" });

export async function startOnSmallDisk(): Promise<SmallDisk> {
  const folder = mkdtempSync(join(tmpdir(), "verbatim-disk-"));
  // The socket and the log lie beside the disk, not on it.
  const disk = join(folder, "disk");
  const sockets = join(folder, "sockets");
  for (const path of [disk, sockets]) mkdirSync(path);
  const user = postgresUser();
  mount(disk, 128);
  let server: Server | null = null;
  const remove = async () => {
    await server?.stop();
    unmount(disk);
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    for (const path of [folder, disk, sockets]) {
      chmodSync(path, 0o711);
      if (user) chownSync(path, user.uid, user.gid);
    }
    const files = await ensureCluster(disk, user, ["--wal-segsize=1"]);
    // No journal is freed but by the checkpoint below, and a server that gave up stays down: both for one course of events.
    const settings = ["min_wal_size=24MB", "max_wal_size=1GB", "checkpoint_timeout=1h", "restart_after_crash=off"];
    const start = async () => {
      server = await startPostgres({ home: disk, user, ...files, sockets, settings });
    };
    await start();
    const urlOf = (name: string) => server?.urlOf(name) ?? "";
    await ensureDatabase(urlOf("postgres"), "verbatim");
    await makeJournal(urlOf("postgres"), 24);
    const filler = join(disk, "filler");
    return {
      url: urlOf("verbatim"),
      fill: () => fill(filler),
      free: () => rmSync(filler),
      endOfJournal: async () => {
        await writeJournal(urlOf("postgres"), 64).catch(() => {});
        await server?.ended;
      },
      start,
      remove,
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Journal files that are there already: with them, tables are the first to find no room, as they are on disks of a common size. */
async function makeJournal(url: string, files: number) {
  await writeJournal(url, files);
  await withClient(url, (db) => db.query("checkpoint"));
}

const writeJournal = (url: string, files: number) =>
  withClient(url, async (db) => {
    for (let count = 0; count < files; count += 1)
      await db.query("select pg_logical_emit_message(true, 'test', repeat('x', $1), true)", [mib]);
  });

function fill(path: string) {
  const file = openSync(path, "w");
  try {
    for (const block of [mib, 4096]) {
      try {
        for (;;) writeSync(file, Buffer.alloc(block));
      } catch (error) {
        if (!(error instanceof Error && "code" in error && error.code === "ENOSPC")) throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}
