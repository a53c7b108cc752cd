import { describe, expect, test } from "vitest";
import { sharing } from "./sharing.ts";

const { client, get, mine, newConversation, share, shared } = sharing();

describe("frozen and live", () => {
  test("a frozen one stays as it was until it is updated, under the same address", async () => {
    const { id, conversationId } = await shared("First of all");
    await client.ask(conversationId, "Second of all");
    expect(await (await get(id)).text()).not.toContain("Second of all");
    expect((await client.request("PUT", `/shares/${id}`, { title: "Now with two" })).status).toBe(204);
    const html = await (await get(id)).text();
    expect(html).toContain("Second of all");
    expect(html).toContain("Now with two");
    expect(await mine(conversationId)).toMatchObject([{ id, version: 2, title: "Now with two" }]);
  });

  test("a live one follows its branch, finished turns only, and what is deleted goes", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Live one");
    const { id } = await share(conversationId, {
      mode: "live",
      leafId: (await client.conversation(conversationId)).activeLeafId,
    });
    const text = async () => (await get(id, ".md")).text();
    const running = await client.send(conversationId, client.question("[[scenario:paced n=400 rate=50]] Live two"));
    expect(await text()).not.toContain("Live two");
    await client.stop(conversationId);
    await running.text();
    await expect.poll(text).toContain("Live two");
    const { messages } = await client.conversation(conversationId);
    await client.request("DELETE", `/conversations/${conversationId}/messages/${messages[2]?.id}`);
    await expect.poll(text).not.toContain("Live two");
    await client.request("DELETE", `/conversations/${conversationId}/messages/${messages[0]?.id}`);
    await expect.poll(text).not.toContain("Live one");
    expect(await (await get(id)).text()).toContain("What was shared here was deleted by its author.");
  });

  test("published anew while it is read: always the one or the other, never nothing", async () => {
    const { id } = await shared("Again and again");
    let isOver = false;
    const statuses = new Set<number>();
    const read = async () => {
      while (!isOver) statuses.add((await get(id)).status);
    };
    const readers = [read(), read(), read()];
    for (let round = 0; round < 15; round += 1)
      expect((await client.request("PUT", `/shares/${id}`, { title: `Round ${round}` })).status).toBe(204);
    isOver = true;
    await Promise.all(readers);
    expect([...statuses]).toEqual([200]);
    expect(await (await get(id)).text()).toContain("Round 14");
  });

  test("what was blackened while a turn ended stays black", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "The name is Rumpelstiltskin");
    const { activeLeafId: leafId } = await client.conversation(conversationId);
    const { id } = await share(conversationId, { mode: "live", leafId });
    for (let round = 0; round < 6; round += 1) {
      const words = round % 2 === 0 ? ["rumpelstiltskin"] : [];
      const turn = client.ask(conversationId, `Turn ${round}`);
      const change = client.request("PUT", `/shares/${id}`, { mode: "live", leafId, words, title: "Names" });
      await Promise.all([turn, change]);
      await expect.poll(async () => (await get(id, ".md")).text()).toContain(`Turn ${round}`);
      expect(/rumpelstiltskin/i.test(await (await get(id, ".md")).text())).toBe(words.length === 0);
    }
  });

  test("what is found in later turns of a live one is black, and so it stays", async () => {
    const conversationId = await newConversation("no-reasoning");
    await client.ask(conversationId, "Write to bob@example.com");
    const { activeLeafId: leafId, messages } = await client.conversation(conversationId);
    const rules = [{ messageId: messages[0]?.id, part: 0, action: "show", shown: [[9, 24]] }];
    const { id } = await share(conversationId, { mode: "live", leafId, rules });
    const text = async () => (await get(id, ".md")).text();
    expect(await text()).toContain("bob@example.com");
    await client.ask(conversationId, "Later: sk-or-v1-fedcba9876543210fedc and carol@example.com");
    await expect.poll(text).toContain("Later: █████ and █████");
    // also where nobody has decided at all
    const { id: other } = await share(conversationId, { mode: "live", leafId });
    expect(await (await get(other, ".md")).text()).not.toMatch(/example\.com|sk-or/);
  });

  test("the review of a branch whose answer runs ends before it, and so does what is made of it", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Looked through");
    const running = await client.send(
      conversationId,
      client.question("[[scenario:paced n=60 rate=100]] Not looked through"),
    );
    const { messages } = await client.conversation(conversationId);
    const path = `/conversations/${conversationId}/share`;
    const review = await (await client.request("GET", `${path}/review?leafId=${messages.at(-1)?.id}`)).json();
    expect(review.messages).toHaveLength(2);
    await running.text();
    const { id } = await share(conversationId, { leafId: review.leafId });
    expect(await (await get(id, ".md")).text()).not.toContain("Not looked through");
  });

  test("made and revoked while an answer runs: never half of it", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Whole");
    const running = await client.send(conversationId, client.question("[[scenario:paced n=300 rate=150]] Half"));
    for (let round = 0; round < 10; round += 1) {
      const { id } = await share(conversationId);
      expect((await (await get(id, ".json")).json()).messages).toHaveLength(2);
      await client.request("DELETE", `/shares/${id}`);
    }
    await running.text();
  });
});
