import { spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";

const shipped = new URL("../../deploy/nginx.conf", import.meta.url);

/** deploy/nginx.conf as it is shipped, in front of these processes, on loopback. */
export function nginxConfig(port: number, upstreams: readonly string[], folder: string): string {
  const servers = upstreams.map((url) => `server ${new URL(url).host} max_fails=2 fail_timeout=5s;`).join("\n    ");
  const files = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((kind) => `${kind}_temp_path ${folder}/tmp;`);
  const changes: [string, string][] = [
    ["server copy:3000 max_fails=2 fail_timeout=5s;", servers],
    ["listen 80;", `listen 127.0.0.1:${port};`],
    ["http {", `http {\n  ${files.join("\n  ")}`],
    [
      "worker_processes auto;",
      `worker_processes 1;\ndaemon off;\npid ${folder}/nginx.pid;\nerror_log ${folder}/error.log;`,
    ],
  ];
  return changes.reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`deploy/nginx.conf has no "${from}"`);
      return text.replace(from, to);
    },
    readFileSync(shipped, "utf8"),
  );
}

/** nginx in front of these processes, round robin. */
export async function startNginx(port: number, upstreams: readonly string[]) {
  const folder = mkdtempSync(join(tmpdir(), "verbatim-nginx-"));
  mkdirSync(join(folder, "tmp"));
  const file = join(folder, "nginx.conf");
  writeFileSync(file, nginxConfig(port, upstreams, folder));
  const child = spawn("nginx", ["-p", folder, "-c", file, "-e", join(folder, "error.log")], { stdio: "ignore" });
  const url = `http://127.0.0.1:${port}`;
  for (const until = Date.now() + 10_000; ; await wait(20)) {
    const isUp = await fetch(`${url}/api/health/live`).then(
      ({ ok }) => ok,
      () => false,
    );
    if (isUp) break;
    if (Date.now() > until || child.exitCode !== null) {
      child.kill("SIGKILL");
      throw new Error(`nginx did not start: ${readFileSync(join(folder, "error.log"), "utf8").slice(-500)}`);
    }
  }
  return {
    url,
    remove: async () => {
      const gone = new Promise((resolve) => child.once("exit", resolve));
      child.kill("SIGTERM");
      await gone;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
