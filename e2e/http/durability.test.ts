import { rmSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { z } from "zod";
import { seededRandom } from "../../scripts/faults/random.mjs";
import { historyFaults } from "../support/kills/check-history.ts";
import { killRound } from "../support/kills/kill-round.ts";
import { countOddRows, noOddRows } from "../support/odd-rows.ts";
import { type OwnProduct, startOwnProduct } from "../support/own-product.ts";
import { wordsOf } from "../support/product-client.ts";
import { mergeRecordings, ownExpected, sharedFile } from "../support/recordings-folder.ts";
import { readUiStream } from "../support/ui-stream.ts";

/** A product of its own with the embedded database: it is killed and started again. */
let own: OwnProduct;
const recordings = mergeRecordings();

beforeAll(async () => {
  process.env.FAKE_RECORDINGS = recordings;
  own = await startOwnProduct();
});
afterAll(async () => {
  await own?.end();
  rmSync(recordings, { recursive: true, force: true });
});

const patience = { timeout: 10_000, interval: 20 };
const assistantSchema = z.looseObject({ role: z.string(), reasoning_details: z.unknown().optional() });
const messagesSchema = z.array(assistantSchema);

/** The details of earlier answers in the request that carries these words, as text: key order counts. */
function detailsSent(words: string): string[] {
  const entry = own.fake.requests.find(({ body, bodyText }) => body?.stream === true && bodyText.includes(words));
  return messagesSchema
    .parse(entry?.body?.messages)
    .filter(({ role }) => role === "assistant")
    .map((message) => JSON.stringify(message.reasoning_details));
}

const ownAnswers = z
  .record(z.string(), z.looseObject({ reasoningDetails: z.unknown().optional() }))
  .parse(JSON.parse(ownExpected()));
const shared = z
  .record(z.string(), z.looseObject({ merged_reasoning_details: z.unknown().optional() }))
  .parse(JSON.parse(sharedFile("recorded", "expected.json") ?? "{}"));
const haiku = "openrouter-claude-haiku-4.5-tool-turn1.sse";
const sonnet = "openrouter-claude-sonnet-4.5-reasoning-signature.sse";

/** file → the details a correct client sends back */
const files: [string, unknown][] = [
  "openrouter-signed.sse",
  "openrouter-summary-encrypted.sse",
  "openrouter-unknown-detail-type.sse",
  "openrouter-tool-turn.sse",
].map((file) => [file, ownAnswers[file]?.reasoningDetails]);
const sharedFiles = [haiku, sonnet].map((file): [string, unknown] => [file, shared[file]?.merged_reasoning_details]);

describe("after a kill -9 and a new start", () => {
  const before = new Map<string, string>();
  let checked: string;
  beforeAll(async () => {
    checked = await own.client.newConversation({ connectionId: own.connectionId, model: "fake/check" });
    for (const word of ["one", "two", "three"]) await own.client.ask(checked, word);
    for (const [file] of [...files, ...(shared[haiku] ? sharedFiles : [])]) {
      const conversationId = await own.client.newConversation({
        connectionId: own.connectionId,
        model: `replay/${file}`,
      });
      await own.client.ask(conversationId, "First.");
      before.set(file, conversationId);
    }
    await own.product.kill();
    await own.product.start();
  });

  const sameDetails = async (file: string, details: unknown) => {
    expect(details).toBeDefined();
    const conversationId = before.get(file) ?? "";
    const exported = (await own.client.exported(conversationId)).messages[1]?.completion?.calls[0];
    expect(JSON.stringify(exported?.reasoningDetails)).toBe(JSON.stringify(details));
    await own.client.ask(conversationId, `After the restart ${conversationId}`);
    expect(detailsSent(`After the restart ${conversationId}`)).toEqual([JSON.stringify(details)]);
  };
  test.each(files)("the details of %s go back unchanged", sameDetails);

  describe.skipIf(shared[haiku] === undefined)(
    "recordings of real servers (else: they are not beside the project)",
    () => {
      test.each(sharedFiles)("the details of %s go back unchanged", sameDetails);

      test("they are those of the request a real server accepted", () => {
        const golden = z
          .object({ messages: messagesSchema })
          .parse(JSON.parse(sharedFile("recorded", "openrouter-claude-haiku-4.5-tool-turn2.request.json") ?? ""));
        const sent = detailsSent(`After the restart ${before.get(haiku)}`);
        expect(sent).toEqual([JSON.stringify(golden.messages[1]?.reasoning_details)]);
      });
    },
  );

  test("the context of the next question is what it was", async () => {
    expect((await own.client.ask(checked, "four")).text).toContain("CHECK OK: 3 of 3");
  });
});

describe("an answer that runs", () => {
  const seed = Number(process.env.KILL_SEED ?? Date.now() % 1_000_000);
  const random = seededRandom(seed);
  const history = new Map<string, string>();
  test.each([0, 1, 2, 3])(
    `is kept up to its last second through a kill -9, round %i (KILL_SEED=${seed})`,
    { timeout: 120_000 },
    async () => {
      const result = await killRound({ ...own, random, longestMs: 2000, history });
      expect(result.faults, JSON.stringify(result)).toEqual([]);
    },
  );

  test("after several kills nothing acknowledged is missing", async () => {
    expect(history.size).toBeGreaterThan(8);
    expect(await historyFaults(own.product.databaseUrl(), history)).toEqual([]);
  });

  test("is kept through an orderly stop", { timeout: 120_000 }, async () => {
    const conversationId = await own.client.newConversation({ connectionId: own.connectionId, model: "fake/paced" });
    const question = own.client.question(`[[scenario:paced n=5000 rate=50]] ${conversationId}`);
    const seen = await readUiStream(await own.client.send(conversationId, question), ({ text }) => text.length > 200);
    await own.product.stop();
    await vi.waitFor(() => {
      const entry = own.fake.requests.find(({ bodyText }) => bodyText.includes(conversationId));
      expect(entry?.abortedAt).toBeTypeOf("number");
    }, patience);
    await own.product.start();
    const answer = (await own.client.conversation(conversationId)).messages[1];
    expect(answer?.status).toBe("interrupted");
    // At most the last second of fifty words a second.
    expect(wordsOf(answer).text.length).toBeGreaterThan(seen.text.length - 60 * "t1000 ".length);
    expect(await countOddRows(own.product.databaseUrl())).toEqual(noOddRows);
    expect((await own.client.ask(conversationId, "[[scenario:default]] And on.")).error).toBeNull();
  });

  const settled = (conversationId: string) =>
    vi.waitFor(
      async () => {
        const answer = (await own.client.conversation(conversationId)).messages[1];
        expect(answer?.status).not.toBe("running");
        return answer;
      },
      { timeout: 60_000, interval: 100 },
    );
  const words = Array.from({ length: 200 }, (_, index) => `t${index} `).join("");

  test("outlives its database: all of it is stored once the database is back", { timeout: 120_000 }, async () => {
    const conversationId = await own.client.newConversation({ connectionId: own.connectionId, model: "fake/paced" });
    const question = own.client.question(`[[scenario:paced n=200 rate=50]] ${conversationId}`);
    const reading = own.client.send(conversationId, question).then(async (response) => {
      const seen = readUiStream(response);
      await vi.waitFor(() => expect(own.fake.requests.at(-1)?.firstByteAt).toBeTypeOf("number"), patience);
      return seen;
    });
    await vi.waitFor(() => expect(own.fake.requests.at(-1)?.bodyText).toContain(conversationId), patience);
    own.product.killOnly("database");
    expect((await reading).text).toBe(words);
    const answer = await settled(conversationId);
    expect(answer?.status).toBe("done");
    expect(wordsOf(answer).text).toBe(words);
    expect(await countOddRows(own.product.databaseUrl())).toEqual(noOddRows);
    expect((await own.client.ask(conversationId, "[[scenario:default]] And on.")).error).toBeNull();
  });

  test("is interrupted when only the server is killed, which the launcher starts again", {
    timeout: 120_000,
  }, async () => {
    const conversationId = await own.client.newConversation({ connectionId: own.connectionId, model: "fake/paced" });
    const question = own.client.question(`[[scenario:paced n=5000 rate=50]] ${conversationId}`);
    const seen = await readUiStream(await own.client.send(conversationId, question), ({ text }) => text.length > 200);
    own.product.killOnly("server");
    const answer = await settled(conversationId);
    expect(answer?.status).toBe("interrupted");
    expect(wordsOf(answer).text.length).toBeGreaterThan(seen.text.length - 60 * "t1000 ".length);
    expect(await countOddRows(own.product.databaseUrl())).toEqual(noOddRows);
  });
});
