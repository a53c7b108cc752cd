import { hostileTexts } from "../support/hostile-text";
import { answerText, collectComplaints, finished, openNew, prompt, send } from "../support/page";
import { collectForeign, shareByRequest } from "../support/sharing";
import { expect, openDevice, test } from "../support/test";

test("hostile text in a shared conversation runs nothing, loads nothing, leads nowhere it should not", async ({
  page,
  browser,
  baseURL,
}) => {
  const file = {
    ...{
      title: "Hostile </title><script>pwned(0)</script>",
      conversation_id: crypto.randomUUID(),
      create_time: 1_760_000_000,
    },
    current_node: `a${hostileTexts.length - 1}`,
    mapping: Object.fromEntries(
      hostileTexts.flatMap((text, index) => {
        const node = (id: string, parent: string | null, children: string[], role: string) => [
          id,
          {
            id,
            parent,
            children,
            message: {
              id,
              author: { role },
              create_time: 1_760_000_000 + index,
              content: { content_type: "text", parts: [text] },
              status: "finished_successfully",
              recipient: "all",
            },
          },
        ];
        const next = index + 1 < hostileTexts.length ? [`q${index + 1}`] : [];
        return [
          node(`q${index}`, index > 0 ? `a${index - 1}` : null, [`a${index}`], "user"),
          node(`a${index}`, `q${index}`, next, "assistant"),
        ];
      }),
    ),
  };
  const imported = await page.request.post(`${baseURL}/api/imports`, { data: [file] });
  const { id } = JSON.parse((await imported.text()).split("\n")[0] ?? "");
  const made = await page.request.post(`${baseURL}/api/conversations/${id}/share`, {
    data: { reasoning: true, tools: true, cardTitle: true },
  });
  const { url } = await made.json();
  const reader = await openDevice(browser, baseURL);
  const foreign = collectForeign(reader);
  const run: string[] = [];
  await reader.exposeFunction("pwned", (what: unknown) => run.push(String(what)));
  const dialogs: string[] = [];
  reader.on("dialog", (each) => dialogs.push(each.message()) && void each.dismiss());
  const complaints = collectComplaints(reader);
  await reader.goto(url);
  await expect(reader.getByRole("article", { name: "Assistant" })).toHaveCount(hostileTexts.length);
  for (const href of await reader.locator("a").evaluateAll((all) => all.map((a) => (a as HTMLAnchorElement).href)))
    expect(href).toMatch(/^(https?|mailto):/);
  expect(
    await reader
      .locator("article :is(script, iframe, object, embed, img, form, style, base, meta, svg:not(.i))")
      .count(),
  ).toBe(0);
  const handlers = await reader.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) =>
      element.getAttributeNames().filter((name) => name.startsWith("on") || name === "style"),
    ),
  );
  expect(handlers).toEqual([]);
  for (const button of await reader.locator("button").all()) await button.click();
  expect(run).toEqual([]);
  expect(dialogs).toEqual([]);
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
  await reader.context().close();
});

test("without scripts all of it can be read", async ({ page, browser }) => {
  await openNew(page);
  await send(page, "Plain reading");
  await finished(page);
  const { url } = await shareByRequest(page, { reasoning: true });
  const context = await browser.newContext({ javaScriptEnabled: false });
  const reader = await context.newPage();
  await reader.goto(url);
  await expect(reader.getByRole("region", { name: "Reasoning" })).toContainText("Fake thought");
  await expect(answerText(reader.getByRole("article", { name: "Assistant" }))).toContainText("Fake answer");
  await context.close();
  await expect(prompt(page)).toBeVisible();
});
