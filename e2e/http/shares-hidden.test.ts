import { randomUUID } from "node:crypto";
import { describe, expect, test } from "vitest";
import { canaryKeys } from "./installation.ts";
import { forms, hashOf, sharing } from "./sharing.ts";

const { client, fake, get, newConversation, query, share } = sharing();

describe("what is hidden", () => {
  test("is in no form of a share: kinds, messages, passages, other branches, later turns, and what is nobody's business", async () => {
    const [hidden, black, later, other, project] = Array.from({ length: 5 }, () => `CANARY${randomUUID().slice(0, 8)}`);
    const made = await client.request("POST", "/projects", { name: `P ${project}`, instructions: `Obey ${project}` });
    const { id: projectId } = await made.json();
    const conversationId = await newConversation("default", { projectId });
    await client.ask(conversationId, `Visible, with ${black} in it`);
    const { activeLeafId } = await client.conversation(conversationId);
    await client.ask(conversationId, `Beside ${other}`, { parentId: activeLeafId });
    await client.ask(conversationId, `Hidden ${hidden}`, { parentId: activeLeafId });
    const { messages } = await client.conversation(conversationId);
    const first = messages[0];
    const at = first?.parts[0]?.text.indexOf(black ?? "") ?? -1;
    const rules = [
      { messageId: messages[2]?.id, part: null, action: "hide" },
      { messageId: first?.id, part: 0, action: "blacken", ranges: [[at, at + (black?.length ?? 0)]] },
    ];
    const { id } = await share(conversationId, {
      rules,
      title: "Canaries",
      cardTitle: true,
      frameAncestors: ["https://a.example"],
    });
    await client.ask(conversationId, `Later ${later}`);
    const calls = (await client.exported(conversationId)).messages.flatMap(({ completion }) => completion?.calls ?? []);
    const [owner] = await query("select name, email from \"user\" where role = 'owner'", []);
    expect(owner?.email).toContain("@");
    // only the one that answered: those of other tests beside this one have names like any word
    const { connectionId } = await client.conversation(conversationId);
    const { connections } = await (await client.request("GET", "/connections")).json();
    const own = connections.find((each: { id: string }) => each.id === connectionId);
    expect(own).toBeDefined();
    const secrets = [
      owner?.email,
      canaryKeys.stored,
      fake().url,
      own.id,
      own.name,
      hidden,
      black,
      later,
      other,
      project,
      "Fake thought",
      ...calls.map((call) => call.id),
      ...messages.map((message) => message.id),
      conversationId,
    ];
    for (const form of forms) {
      const body = Buffer.from(await (await get(id, form)).arrayBuffer()).toString("latin1");
      for (const secret of secrets) expect(body.includes(String(secret)), `${form}: ${secret}`).toBe(false);
    }
    const html = await (await get(id)).text();
    expect(html).toContain('<span class="black" role="img" aria-label="Blackened">█████</span>');
    expect(await (await get(id, ".md")).text()).toContain("Visible, with █████ in it");
    expect(html).toContain("This question is not shared.");
    expect(html).toContain("Shared without its reasoning.");
    const stored = await query(
      "select content from share_snapshot s join share h on h.id = s.share_id where token_hash = $1",
      [hashOf(id)],
    );
    for (const secret of secrets) expect(stored[0]?.content).not.toContain(String(secret));
    // neither is it in a copy
    const copy = await client.request("POST", `/shares/${id}/copy`, {});
    const copied = JSON.stringify(await client.exported((await copy.json()).id));
    for (const secret of [hidden, black, later, other, project, "Fake thought"])
      expect(copied).not.toContain(String(secret));
  });

  test("signatures are in no share, with all its reasoning shown", async () => {
    const conversationId = await newConversation("encrypted");
    await client.ask(conversationId, "think");
    const exported = await (await client.request("GET", `/conversations/${conversationId}/export?format=json`)).text();
    const sealed = [...exported.matchAll(/"(?:data|signature)":"([^"]{12,})"/g)].map(([, value]) => value ?? "");
    expect(sealed.length).toBeGreaterThan(0);
    const { id } = await share(conversationId, { reasoning: true, tools: true, figures: true });
    for (const form of ["", ".md", ".json"]) {
      const body = await (await get(id, form)).text();
      for (const value of sealed) expect(body).not.toContain(value);
    }
  });

  test("one exchange alone, with reasoning and figures where they are given", async () => {
    const conversationId = await newConversation();
    await client.ask(conversationId, "Before it");
    await client.ask(conversationId, "The one");
    const { messages } = await client.conversation(conversationId);
    const { id } = await share(conversationId, { fromId: messages[2]?.id, reasoning: true, figures: true });
    const json = await (await get(id, ".json")).json();
    expect(json.messages).toHaveLength(2);
    expect(json.messages[1].parts[0]).toMatchObject({
      type: "reasoning",
      text: expect.stringContaining("Fake thought"),
    });
    expect(json.messages[1].figures).toMatchObject({ outputTokens: expect.any(Number) });
    expect(JSON.stringify(json)).not.toContain("Before it");
    expect(JSON.stringify(json)).not.toMatch(/cost|0\.0001/);
  });
});
