import { rmSync } from "node:fs";
import { mergeRecordings } from "../support/recordings-folder.ts";

/** What the fakes of these tests play. */
export default function setup(): () => void {
  const recordings = mergeRecordings();
  process.env.FAKE_RECORDINGS = recordings;
  return () => rmSync(recordings, { recursive: true, force: true });
}
