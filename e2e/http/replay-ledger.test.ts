import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, inject, test } from "vitest";
import { z } from "zod";
import { withClient } from "../../scripts/lib/database.mjs";
import { productClient } from "../support/product-client.ts";

const { url, databaseUrl } = inject("installation");
const client = productClient(url);
const folder = mkdtempSync(join(tmpdir(), "verbatim-ledger-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const replaySchema = z.object({
  entries: z.array(z.looseObject({ state: z.string(), form: z.string(), count: z.number() })),
  summary: z.object({ state: z.string(), returned: z.number(), total: z.number() }),
});

/** Two turns with a recording of OpenRouter. */
async function twoTurns(file: string) {
  const connectionId = await client.connectionId("OpenRouter");
  const conversationId = await client.newConversation({ connectionId, model: `replay/${file}` });
  await client.ask(conversationId, "First.");
  await client.ask(conversationId, "Second.");
  const answerId = (await client.conversation(conversationId)).activeLeafId;
  const replay = async () =>
    replaySchema.parse(
      await (await client.request("GET", `/conversations/${conversationId}/replay?message=${answerId}`)).json(),
    );
  return { conversationId, replay };
}

/** The exported file, checked by the script as anybody would run it. */
async function checked(conversationId: string) {
  const text = await (await client.request("GET", `/conversations/${conversationId}/export?format=json`)).text();
  const path = join(folder, `${conversationId}.json`);
  writeFileSync(path, text);
  const { status, stdout } = spawnSync(process.execPath, ["scripts/check-export.mjs", path], { encoding: "utf8" });
  return { status, stdout };
}

describe("the ledger", () => {
  test.each([
    "openrouter-signed.sse",
    "openrouter-encrypted-only.sse",
    "openrouter-summary-encrypted.sse",
    "openrouter-unknown-detail-type.sse",
    "openrouter-interleaved.sse",
    "openrouter-tool-turn.sse",
  ])("%s: what went back is written down, holds here, and holds in the file", async (file) => {
    const { conversationId, replay } = await twoTurns(file);
    const { entries, summary } = await replay();
    expect(entries).toMatchObject([{ state: "returned", form: "details" }]);
    expect(summary.state).toBe("returned");
    expect(summary.returned).toBeGreaterThan(0);
    const { status, stdout } = await checked(conversationId);
    expect(stdout).toContain("Everything holds: 1 returned unchanged");
    expect(status).toBe(0);
  });

  test("one byte of the stored reasoning: altered here, and in the file", async () => {
    const { conversationId, replay } = await twoTurns("openrouter-signed.sse");
    await withClient(databaseUrl, (database) =>
      database.query(
        `update reasoning_record r set details = replace(details, 'reasoning.text', 'reasoning.texT')
         from model_call m join completion k on k.id = m.completion_id where r.call_id = m.id and k.conversation_id = $1`,
        [conversationId],
      ),
    );
    expect((await replay()).summary.state).toBe("altered");
    const { status, stdout } = await checked(conversationId);
    expect(status).toBe(1);
    expect(stdout).toContain("ALTERED");
  });

  test("an answer of another family stays here, and the file says why", async () => {
    const { conversationId } = await twoTurns("openrouter-signed.sse");
    await client.ask(conversationId, "Third.", { model: "openai/gpt-oss-120b" });
    const { status, stdout } = await checked(conversationId);
    expect(stdout).toMatch(/left out: other family/);
    expect(status).toBe(0);
  });
});
