import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inRoot, nodeModules } from "../lib/paths.mjs";
import { run } from "../lib/processes.mjs";

/** The published type of every kind we ship, by `apiVersion kind`. @type {Record<string, string>} */
const types = {
  "apps/v1 Deployment": 'import("kubernetes-types/apps/v1").Deployment',
  "v1 Service": 'import("kubernetes-types/core/v1").Service',
  "v1 ConfigMap": 'import("kubernetes-types/core/v1").ConfigMap',
  "v1 Secret": 'import("kubernetes-types/core/v1").Secret',
  "networking.k8s.io/v1 Ingress": 'import("kubernetes-types/networking/v1").Ingress',
  "policy/v1 PodDisruptionBudget": 'import("kubernetes-types/policy/v1").PodDisruptionBudget',
};

const folder = "deploy/kubernetes";

/** @typedef {{ apiVersion?: string, kind?: string, metadata?: { name?: string }, spec?: any }} Manifest */

/** What we promise about the manifests, beyond their form. @param {Manifest[]} manifests @returns {string[]} */
export function manifestProblems(manifests) {
  const problems = [];
  const of = (/** @type {string} */ kind) => manifests.find((manifest) => manifest.kind === kind);
  for (const name of Object.keys(types)) {
    const kind = name.split(" ")[1] ?? "";
    if (!of(kind)) problems.push(`there is no ${kind}`);
  }
  const deployment = of("Deployment")?.spec;
  const pod = deployment?.template?.spec;
  const container = pod?.containers?.[0];
  if (!(deployment?.replicas >= 2)) problems.push("fewer than two replicas");
  for (const [probe, path] of [
    ["startupProbe", "/api/health/live"],
    ["livenessProbe", "/api/health/live"],
    ["readinessProbe", "/api/health/ready"],
  ]) {
    if (container?.[probe ?? ""]?.httpGet?.path?.split("?")[0] !== path) problems.push(`${probe} does not ask ${path}`);
  }
  if (pod?.securityContext?.runAsNonRoot !== true) problems.push("may run as root");
  if (container?.securityContext?.readOnlyRootFilesystem !== true) problems.push("the root file system is writable");
  if (!container?.lifecycle?.preStop) problems.push("there is no preStop");
  const selector = JSON.stringify(deployment?.selector?.matchLabels);
  if (selector !== JSON.stringify(deployment?.template?.metadata?.labels)) problems.push("selects other pods");
  if (selector !== JSON.stringify(of("Service")?.spec?.selector)) problems.push("the Service selects other pods");
  if (of("Service")?.spec?.sessionAffinity) problems.push("the Service has sticky sessions");
  const service = of("Ingress")?.spec?.rules?.[0]?.http?.paths?.[0]?.backend?.service?.name;
  if (service !== of("Service")?.metadata?.name) problems.push(`the Ingress leads to ${service}, which is not there`);
  return problems;
}

/** Pods get longer to end than the product takes for it. @param {Manifest[]} manifests @param {number} drainSeconds */
export function graceProblems(manifests, drainSeconds) {
  const pod = manifests.find(({ kind }) => kind === "Deployment")?.spec?.template?.spec;
  const grace = pod?.terminationGracePeriodSeconds ?? 30;
  const before = Number(pod?.containers?.[0]?.lifecycle?.preStop?.exec?.command?.at(-1) ?? 0);
  return grace > before + drainSeconds
    ? []
    : [`terminationGracePeriodSeconds ${grace} ends the drain of ${drainSeconds} s early`];
}

/** The manifests against the published types: unknown fields, wrong kinds of values and misspelt words fail. @param {Manifest[]} manifests */
async function typeProblems(manifests) {
  // Below node_modules, so that the types are found.
  const cache = join(nodeModules, ".cache");
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "kubernetes-"));
  try {
    const lines = manifests.map((manifest, index) => {
      const type = types[`${manifest.apiVersion} ${manifest.kind}`] ?? "never";
      return `export const m${index}: ${type} = ${JSON.stringify(manifest, null, 2)};`;
    });
    const file = join(work, "manifests.ts");
    writeFileSync(file, `${lines.join("\n")}\n`);
    const options = [
      "--ignoreConfig",
      "--noEmit",
      "--strict",
      "--skipLibCheck",
      "--pretty",
      "false",
      // The types have no list of exports: found as a bundler finds them.
      "--module",
      "preserve",
    ];
    const { code, output } = await run(join(nodeModules, ".bin/tsc"), [...options, file]);
    return code === 0 ? [] : [output.trim()];
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}

/** @returns {Promise<Manifest[]>} */
export async function readManifests() {
  const { parseAllDocuments } = await import("yaml");
  return readdirSync(inRoot(folder))
    .filter((file) => file.endsWith(".yaml"))
    .flatMap((file) => parseAllDocuments(readFileSync(inRoot(join(folder, file)), "utf8")).map((each) => each.toJS()));
}

/** @param {number} drainSeconds */
export async function checkKubernetes(drainSeconds) {
  const manifests = await readManifests();
  const problems = [
    ...manifestProblems(manifests),
    ...graceProblems(manifests, drainSeconds),
    ...(await typeProblems(manifests)),
  ];
  return problems.map((problem) => `${folder}: ${problem}`);
}
