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

export const browserArgs = [
  // Without a graphics card the software renderer is the quicker one.
  "--disable-gpu",
  `--disable-features=${[...byPlaywright, ...ofTheAddressBar].join(",")}`,
];
