import { runWithTypeScript } from "./typescript.mjs";

/** Decode, merge and record, without a network. */
export const measureCodec = () => runWithTypeScript("codec-run.mjs");
