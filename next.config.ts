import type { NextConfig } from "next";
import { commonHeaders } from "./lib/http/common-headers";

/** Answers that are no pages: nothing in them may load or be framed. */
const apiHeaders = { ...commonHeaders, "content-security-policy": "default-src 'none'; frame-ancestors 'none'" };

const config: NextConfig = {
  reactCompiler: true,
  poweredByHeader: false,
  // `npm run check` looks at the types; whoever starts the product for the first time does not wait for that.
  typescript: { ignoreBuildErrors: true },
  // These requests do not pass through proxy.ts.
  headers: async () => [
    ...["conversations", "imports", "export"].map((name) => ({
      source: `/api/${name}/:path*`,
      headers: Object.entries(apiHeaders).map(([key, value]) => ({ key, value })),
    })),
    // Their names change with what is in them.
    {
      source: "/share-page/:path*",
      headers: [
        { key: "cache-control", value: "public, max-age=31536000, immutable" },
        { key: "x-content-type-options", value: "nosniff" },
        { key: "x-robots-tag", value: commonHeaders["x-robots-tag"] },
      ],
    },
  ],
  // Kept between builds, it missed a style sheet that a new version had added: an update would have looked broken.
  // All pages at once before the first answer: 130 ms of every start, for pages that nobody may ask for.
  experimental: { preloadEntriesOnStart: false, turbopackFileSystemCacheForBuild: false },
  serverExternalPackages: ["pg", "undici", "pino", "@redis/client"],
};

export default config;
