import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { createClient } from "@redis/client";

export const isInstalled = (program: string): boolean => spawnSync(program, ["-v"]).error === undefined;

/** How long it stays away after it was killed. */
const awayMs = 3_000;

/** A Redis on loopback that keeps nothing on disk, and comes back empty three seconds after it has ended. */
export async function startRedis(port: number): Promise<{ url: string; remove: () => Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), "verbatim-redis-"));
  const url = `redis://127.0.0.1:${port}`;
  let child: ChildProcess;
  let isWanted = true;
  const start = () => {
    const settings = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"];
    child = spawn("redis-server", [...settings, "--dir", folder], { stdio: "ignore" });
    child.once("exit", async () => {
      await wait(awayMs);
      if (isWanted) start();
    });
  };
  start();
  await untilRedisAnswers(url);
  return {
    url,
    remove: async () => {
      isWanted = false;
      if (child.exitCode === null && child.signalCode === null) {
        const gone = new Promise((resolve) => child.once("exit", resolve));
        child.kill("SIGKILL");
        await gone;
      }
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export async function untilRedisAnswers(url: string): Promise<void> {
  for (const until = Date.now() + 20_000; ; await wait(50)) {
    if (await askRedis(url, (client) => client.ping()).catch(() => null)) return;
    if (Date.now() > until) throw new Error("redis-server does not answer");
  }
}

/** kill -9: what it had in memory is gone. */
export async function killRedis(url: string): Promise<void> {
  const info = await askRedis(url, (client) => client.info("server"));
  process.kill(Number(/^process_id:(\d+)/m.exec(info)?.[1]), "SIGKILL");
}

const newClient = (url: string) => createClient({ url, socket: { reconnectStrategy: false } });

export async function askRedis<T>(
  url: string,
  question: (client: ReturnType<typeof newClient>) => Promise<T>,
): Promise<T> {
  const client = newClient(url);
  client.on("error", () => {});
  await client.connect();
  try {
    return await question(client);
  } finally {
    client.destroy();
  }
}
