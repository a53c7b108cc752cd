import type { NextConfig } from "next";

const config: NextConfig = {
  reactCompiler: true,
  poweredByHeader: false,
  serverExternalPackages: ["pg", "undici", "pino"],
};

export default config;
