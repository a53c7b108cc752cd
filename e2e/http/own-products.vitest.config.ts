import { defineConfig } from "vitest/config";
import { ownProducts } from "./own-products.ts";
import common from "./vitest.config.ts";

/** The files that the other configuration leaves out. */
export default defineConfig({
  test: { ...common.test, include: ownProducts, exclude: [], globalSetup: ["e2e/http/own-global-setup.ts"] },
});
