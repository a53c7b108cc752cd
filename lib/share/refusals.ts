export type ShareRefusal = "missing" | "gone" | "locked" | "wrong" | "too_many" | "failed";

/** Why a share is not shown, in one sentence for people. */
export const refusalWords: Record<ShareRefusal, string> = {
  missing: "No conversation is shared under this address.",
  gone: "Its author has ended this link, or its time is over.",
  locked: "This conversation opens with a passphrase.",
  wrong: "No conversation is shared under this address, or the passphrase is another one.",
  too_many: "Too many tries. Wait a while, then try again.",
  failed: "The server does not answer at the moment. Try again shortly.",
};

export const refusalTitles: Record<ShareRefusal, string> = {
  missing: "Nothing is here",
  gone: "No longer shared",
  locked: "Passphrase",
  wrong: "That did not open anything",
  too_many: "Wait a moment",
  failed: "Not at the moment",
};
