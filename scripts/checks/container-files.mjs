import { existsSync, readFileSync } from "node:fs";
import { inRoot } from "../lib/paths.mjs";

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

/** @typedef {{ image?: string, build?: unknown, ports?: unknown[], healthcheck?: unknown, depends_on?: string[] | Record<string, unknown>, volumes?: unknown[] }} Service */

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
    for (const volume of service.volumes ?? []) {
      const source = String(volume).split(":")[0] ?? "";
      if (/^\w/.test(source) && !(source in (compose.volumes ?? {})))
        problems.push(`${name} uses the volume ${source}, which is not declared`);
    }
  }
  return problems;
}

export async function checkContainerFiles() {
  const { parse } = await import("yaml");
  const dockerfile = dockerfileProblems(readFileSync(inRoot("Dockerfile"), "utf8"), (path) => existsSync(inRoot(path)));
  const compose = composeProblems(parse(readFileSync(inRoot("compose.yaml"), "utf8")));
  return [
    ...dockerfile.map((problem) => `Dockerfile: ${problem}`),
    ...compose.map((problem) => `compose.yaml: ${problem}`),
  ];
}
