import { defineConfig } from "prisma/config";

// Only `prisma generate` runs through this file; migrations go through scripts/ (the engine in WebAssembly).
export default defineConfig({ schema: "prisma/schema.prisma", migrations: { path: "prisma/migrations" } });
