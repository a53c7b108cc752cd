/** What the global set-up hands to every test file. */
export interface Installation {
  url: string;
  fakeUrl: string;
  databaseUrl: string;
  /** everything the product prints */
  logFile: string;
}

/** Keys that must never be seen again anywhere but in the requests to the provider. */
export const canaryKeys = {
  openrouter: "sk-or-v1-CANARYopenrouter0123456789abcdef",
  openai: "CANARY.openai.0123456789",
  stored: "CANARY~stored~0123456789",
} as const;
