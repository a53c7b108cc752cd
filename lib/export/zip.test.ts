import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { zipOf } from "./zip";

const read = `
import json, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    names = archive.namelist()
    print(json.dumps([len(names), names[:2], [archive.read(name).decode() for name in names[:2]], archive.infolist()[0].date_time]))
`;

async function opened(count: number): Promise<unknown> {
  async function* files() {
    for (let index = 0; index < count; index += 1)
      yield { name: `日本 ${index}.md`, text: `Text ${index} é`, at: new Date("2026-03-01T10:20:30Z") };
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of zipOf(files())) pieces.push(piece);
  const folder = mkdtempSync(join(tmpdir(), "verbatim-zip-"));
  try {
    writeFileSync(join(folder, "a.zip"), Buffer.concat(pieces));
    return JSON.parse(execFileSync("python3", ["-c", read, join(folder, "a.zip")], { encoding: "utf8" }));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

// Another program has to be able to read it, not only ours.
test.each([2, 65_600])("%i files are read by another program", { timeout: 120_000 }, async (count) => {
  const [length, names, texts, at] = (await opened(count)) as [number, string[], string[], number[]];
  expect(length).toBe(count);
  expect(names).toEqual(["日本 0.md", "日本 1.md"]);
  expect(texts).toEqual(["Text 0 é", "Text 1 é"]);
  expect(at).toEqual([2026, 3, 1, 10, 20, 30]);
});

test("an archive without files is one", async () => {
  const pieces: Uint8Array[] = [];
  for await (const piece of zipOf((async function* () {})())) pieces.push(piece);
  expect(Buffer.concat(pieces).toString("hex")).toBe(`504b0506${"0".repeat(36)}`);
});
