import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { nginxConfig } from "../../e2e/support/nginx.ts";
import { say } from "../lib/log.mjs";
import { inRoot } from "../lib/paths.mjs";
import { run } from "../lib/processes.mjs";
import { readSettings } from "../lib/settings.mjs";
import { checkKubernetes } from "./kubernetes.mjs";

const instructions = /^(FROM|RUN|COPY|WORKDIR|ENV|ARG|USER|EXPOSE|VOLUME|HEALTHCHECK|CMD|ENTRYPOINT|LABEL|STOPSIGNAL)$/;

/**
 * What a build would only find out late, and what we promise about the image.
 * @param {string} text of a Dockerfile @param {(path: string) => boolean} exists
 * @returns {string[]}
 */
export function dockerfileProblems(text, exists) {
  const lines = text
    .replace(/\\\n/g, " ")
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  const problems = [];
  const stages = new Set();
  let user = "root";
  let hasHealthcheck = false;
  for (const line of lines) {
    const [instruction = "", ...rest] = line.split(/\s+/);
    if (!instructions.test(instruction)) problems.push(`unknown instruction ${instruction}`);
    if (instruction === "FROM") {
      user = "root";
      hasHealthcheck = false;
      if (rest[1]?.toUpperCase() === "AS") stages.add(rest[2]);
    }
    if (instruction === "USER") user = rest[0] ?? "";
    if (instruction === "HEALTHCHECK") hasHealthcheck = true;
    if (instruction !== "COPY") continue;
    const from = rest.find((word) => word.startsWith("--from="))?.slice("--from=".length);
    const paths = rest.filter((word) => !word.startsWith("--")).slice(0, -1);
    if (from !== undefined && !stages.has(from)) problems.push(`COPY from the unknown stage ${from}`);
    if (from === undefined)
      problems.push(
        ...paths.filter((path) => path !== "." && !exists(path)).map((path) => `COPY of ${path}, which is not there`),
      );
  }
  if (!lines[0]?.startsWith("FROM ") && !lines[0]?.startsWith("ARG "))
    problems.push("the first instruction is not FROM");
  if (/^(root|0)(:|$)/.test(user)) problems.push("the last stage runs as root");
  if (!hasHealthcheck) problems.push("the last stage has no HEALTHCHECK");
  return problems;
}

/** @typedef {{ image?: string, build?: unknown, ports?: unknown[], healthcheck?: unknown, profiles?: string[], depends_on?: string[] | Record<string, unknown>, volumes?: unknown[] }} Service */

/**
 * @param {{ services?: Record<string, Service>, volumes?: Record<string, unknown> }} compose
 * @returns {string[]}
 */
export function composeProblems(compose) {
  const services = compose.services ?? {};
  const problems = Object.keys(services).length === 0 ? ["there are no services"] : [];
  for (const [name, service] of Object.entries(services)) {
    if (!service.image && !service.build) problems.push(`${name} has neither image nor build`);
    if (!service.healthcheck) problems.push(`${name} has no healthcheck`);
    for (const port of service.ports ?? []) {
      if (!String(port).startsWith("127.0.0.1:")) problems.push(`${name} publishes ${port} beyond this machine`);
    }
    const needs = Array.isArray(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
    problems.push(
      ...needs.filter((need) => !(need in services)).map((need) => `${name} depends on ${need}, which is not there`),
    );
    for (const need of needs) {
      const missing = (services[need]?.profiles ?? []).filter((profile) => !service.profiles?.includes(profile));
      if (missing.length > 0) problems.push(`${name} depends on ${need}, which is only there in ${missing.join(", ")}`);
    }
    for (const volume of service.volumes ?? []) {
      const source = String(volume).split(":")[0] ?? "";
      if (/^\w/.test(source) && !(source in (compose.volumes ?? {})))
        problems.push(`${name} uses the volume ${source}, which is not declared`);
    }
  }
  return problems;
}

/** What streams need of the proxy in front. @param {string} text of nginx.conf @returns {string[]} */
export function nginxProblems(text) {
  const lines = text.split("\n").map((line) => line.trim());
  const wanted = ["proxy_http_version 1.1;", "proxy_buffering off;", "proxy_read_timeout 1h;"];
  const problems = wanted.filter((line) => !lines.includes(line)).map((line) => `lacks ${line}`);
  if (lines.some((line) => /^(ip_hash|hash|sticky)\b/.test(line))) problems.push("has sticky sessions");
  return problems;
}

/** nginx itself reads it, with the one host name that only a container network knows replaced. */
async function nginxTest() {
  const folder = mkdtempSync(join(tmpdir(), "verbatim-nginx-"));
  try {
    mkdirSync(join(folder, "tmp"));
    const file = join(folder, "nginx.conf");
    writeFileSync(file, nginxConfig(8080, ["http://127.0.0.1:3000", "http://127.0.0.1:3001"], folder));
    const { code, output } = await run("nginx", ["-t", "-p", folder, "-c", file, "-e", join(folder, "error.log")]);
    if (code === 127) say("        nginx is not installed: deploy/nginx.conf not read by it");
    return code === 0 || code === 127 ? [] : [output.trim()];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export async function checkContainerFiles() {
  const { parse } = await import("yaml");
  const dockerfile = dockerfileProblems(readFileSync(inRoot("Dockerfile"), "utf8"), (path) => existsSync(inRoot(path)));
  const compose = composeProblems(parse(readFileSync(inRoot("compose.yaml"), "utf8")));
  const nginx = [...nginxProblems(readFileSync(inRoot("deploy/nginx.conf"), "utf8")), ...(await nginxTest())];
  return [
    ...nginx.map((problem) => `deploy/nginx.conf: ${problem}`),
    ...(await checkKubernetes(readSettings({}).drainMs / 1000)),
    ...dockerfile.map((problem) => `Dockerfile: ${problem}`),
    ...compose.map((problem) => `compose.yaml: ${problem}`),
  ];
}
