import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { hostileTexts } from "../support/hostile-text";
import { answerText, collectComplaints, finished, openNew, prompt, send } from "../support/page";
import { box, collectForeign, dialog, openDialog, shareByRequest } from "../support/sharing";
import { expect, openDevice, type Page, test } from "../support/test";

/** A conversation in which all that is said, on both sides, are these texts. @returns its id */
async function importTexts(
  page: Page,
  baseURL: string | undefined,
  title: string,
  texts: readonly string[],
): Promise<string> {
  const file = {
    ...{
      title,
      conversation_id: crypto.randomUUID(),
      create_time: 1_760_000_000,
    },
    current_node: `a${texts.length - 1}`,
    mapping: Object.fromEntries(
      texts.flatMap((text, index) => {
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
        const next = index + 1 < texts.length ? [`q${index + 1}`] : [];
        return [
          node(`q${index}`, index > 0 ? `a${index - 1}` : null, [`a${index}`], "user"),
          node(`a${index}`, `q${index}`, next, "assistant"),
        ];
      }),
    ),
  };
  const imported = await page.request.post(`${baseURL}/api/imports`, { data: [file] });
  return JSON.parse((await imported.text()).split("\n")[0] ?? "").id;
}

test("hostile text in a shared conversation runs nothing, loads nothing, leads nowhere it should not", async ({
  page,
  browser,
  baseURL,
}) => {
  const id = await importTexts(page, baseURL, "Hostile </title><script>pwned(0)</script>", hostileTexts);
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
  expect(await reader.context().cookies()).toEqual([]);
  await reader.context().close();
});

test("nor does it in the preview, to the one who shares it", async ({ page, baseURL }) => {
  const run: string[] = [];
  await page.exposeFunction("pwned", (what: unknown) => run.push(String(what)));
  const [complaints, foreign] = [collectComplaints(page), collectForeign(page)];
  const id = await importTexts(page, baseURL, "Hostile </title><script>pwned(0)</script>", hostileTexts);
  await page.goto(`/c/${id}`);
  await openDialog(page);
  await box(page, "Figures").check();
  await dialog(page).getByRole("button", { name: "Preview" }).click();
  const frame = page.frameLocator('iframe[title="Preview"]');
  await expect(frame.getByRole("article", { name: "Assistant" })).toHaveCount(hostileTexts.length);
  await expect(frame.locator("html[data-alive]")).toBeAttached();
  await expect(frame.locator("script")).toHaveCount(0);
  for (const target of await frame.locator("a, button").filter({ visible: true }).all()) await target.click();
  await expect(frame.getByRole("article", { name: "Assistant" })).toHaveCount(hostileTexts.length);
  expect(page.frames().map((each) => each.url())).toEqual([`${baseURL}/c/${id}`, "about:srcdoc"]);
  expect(run).toEqual([]);
  expect(foreign).toEqual([]);
  expect(complaints).toEqual([]);
});

test("who follows a link out of it is not told about: no referrer, and no request before the click", async ({
  page,
  browser,
  baseURL,
}) => {
  const asked: { path: string | undefined; referer: string | undefined }[] = [];
  const elsewhere = createServer(({ url, headers }, response) => {
    asked.push({ path: url, referer: headers.referer });
    response.end("elsewhere");
  });
  await new Promise<void>((resolve) => elsewhere.listen(0, "127.0.0.1", resolve));
  const { port } = elsewhere.address() as AddressInfo;
  const text = `See [the source](http://127.0.0.1:${port}/source) ![a picture](http://127.0.0.1:${port}/picture.png)`;
  const id = await importTexts(page, baseURL, "Sources", [text]);
  const made = await page.request.post(`${baseURL}/api/conversations/${id}/share`, { data: {} });
  const reader = await openDevice(browser, baseURL);
  await reader.goto((await made.json()).url);
  const link = reader.getByRole("link", { name: /the source/ });
  await expect(link).toBeVisible();
  expect(asked).toEqual([]);
  await link.click();
  await expect
    .poll(() => asked.find(({ path }) => path === "/source"))
    .toEqual({ path: "/source", referer: undefined });
  expect(asked.some(({ path }) => path === "/picture.png")).toBe(false);
  await reader.context().close();
  elsewhere.closeAllConnections();
  elsewhere.close();
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
