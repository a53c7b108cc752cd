import { accessSync, constants } from "node:fs";
import { Failure } from "./failure.mjs";
import { step } from "./log.mjs";
import { run } from "./processes.mjs";

/** @param {string} file */
function isExecutable(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What Playwright turns off by itself: the switch below takes the place of its own. Its chromiumSwitches.ts has the reasons. */
const byPlaywright = [
  "AvoidUnnecessaryBeforeUnloadCheckSync",
  "DestroyProfileOnBrowserClose",
  "DialMediaRouteProvider",
  "GlobalMediaControls",
  "HttpsUpgrades",
  "LensOverlay",
  "MediaRouter",
  "PaintHolding",
  "ThirdPartyStoragePartitioning",
  "BlockOriginHeaderModificationOnRedirect",
  "AvoidCorsURLLoaderRestartOnRedirect",
  "Translate",
  "AutoDeElevate",
  "OptimizationHints",
  "NetworkTimeServiceQuerying",
  "AimEnabled",
];

/** The suggestions of an address bar nobody sees: two pages of the browser's own in each window, half of all the time a journey takes. */
const ofTheAddressBar = ["WebUIOmniboxPopup", "WebUIOmniboxAimPopup"];

/** For tests and measuring. */
export const chromiumArgs = [
  // Without a graphics card the software renderer is the quicker one.
  "--disable-gpu",
  `--disable-features=${[...byPlaywright, ...ofTheAddressBar].join(",")}`,
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
];

const places = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** A browser for the end-to-end tests: CHROMIUM_PATH, the system's, or installed now where we may. @returns {Promise<string>} */
export async function ensureChromium() {
  const wanted = process.env.CHROMIUM_PATH;
  if (wanted) {
    if (isExecutable(wanted)) return wanted;
    throw new Failure(`CHROMIUM_PATH is ${wanted}, which cannot be run.`);
  }
  const found = places.find(isExecutable);
  if (found) return found;
  if (process.getuid?.() === 0 && isExecutable("/usr/bin/apt-get")) {
    await step("Installing Chromium", installChromium, { quietMs: 0 });
    if (isExecutable("/usr/bin/chromium")) return "/usr/bin/chromium";
  }
  throw new Failure(
    "The end-to-end tests need Chromium: install it (apt-get install chromium), or set CHROMIUM_PATH to a Chromium or Chrome.",
  );
}

async function installChromium() {
  const env = { DEBIAN_FRONTEND: "noninteractive" };
  for (const args of [["update"], ["install", "-y", "--no-install-recommends", "chromium"]]) {
    const { code, output } = await run("apt-get", args, { env });
    if (code !== 0)
      throw new Failure(
        `apt-get ${args[0]} failed, Chromium is missing:\n${output.trim().split("\n").slice(-8).join("\n")}`,
      );
  }
}
