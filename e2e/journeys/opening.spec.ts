import { withClient } from "../../scripts/lib/database.mjs";
import { journeyDatabaseUrl } from "../support/journey-database";
import { makeLong } from "../support/long-page";
import { answers, log, openNew, reasoningButton } from "../support/page";
import { converse, entry, newTitle } from "../support/sidebar";
import { expect, test } from "../support/test";

test("a document has its messages in their places, before any script has run, and only the end of a long branch", async ({
  browser,
  request,
}) => {
  const { path } = await makeLong(request, 30);
  const plain = await browser.newContext({ javaScriptEnabled: false });
  const page = await plain.newPage();
  await page.goto(path);
  await expect(log(page).locator("[data-message-id]")).toHaveCount(16);
  // as blocks, not as source, and not apart from the page for a script to put there
  await expect(answers(page).last().locator(".answer > p").first()).toHaveText("Answer 30");
  await expect(page.locator('template[id^="B:"], [hidden] [data-message-id]')).toHaveCount(0);
  await plain.close();
});

test("a short branch comes whole", async ({ page, request }) => {
  const { path } = await makeLong(request, 20);
  const document = await (await request.get(path, { headers: { accept: "text/html" } })).text();
  expect(document.match(/<article[^>]*data-message-id/g)).toHaveLength(40);
  await page.goto(path);
  await expect(page.locator(".edge")).toHaveCount(0);
});

test("what is pressed as soon as the page listens is not lost", async ({ page, request }) => {
  const { path } = await makeLong(request, 8);
  await page.addInitScript(() => {
    new MutationObserver((_, observer) => {
      if (document.documentElement?.dataset.alive === undefined) return;
      observer.disconnect();
      document.querySelector<HTMLElement>("article[aria-label=Assistant] button.toggle")?.click();
    }).observe(document, { attributes: true, subtree: true });
  });
  await page.goto(path);
  const toggle = reasoningButton(answers(page).first());
  await expect(toggle).toHaveAttribute("aria-expanded", "true");
});

test("who goes to another conversation sees grey lines while it is read", async ({ page }) => {
  const title = newTitle("Behind a lock");
  await openNew(page);
  const id = await converse(page, title);
  await page.reload();
  await expect(entry(page, title)).toBeVisible();
  await withClient(journeyDatabaseUrl(), async (client) => {
    await client.query("begin");
    await client.query("lock table part in access exclusive mode");
    await entry(page, title).click();
    await expect(page.getByText("Opening the conversation")).toBeAttached();
    await client.query("rollback");
  });
  await expect(page).toHaveURL(`/c/${id}`);
  await expect(answers(page)).toHaveCount(1);
  await expect(page.getByText("Opening the conversation")).toHaveCount(0);
});

test("an opened page fetches none but a new conversation before somebody comes near its link", async ({
  page,
  request,
}) => {
  const { path } = await makeLong(request, 2);
  const fetched = new Set<string>();
  page.on("request", (sent) => {
    const { pathname, searchParams } = new URL(sent.url());
    if (searchParams.has("_rsc")) fetched.add(pathname);
  });
  await page.goto(path);
  await page.getByRole("link", { name: "Settings" }).hover();
  await expect.poll(() => [...fetched]).toContain("/settings");
  expect([...fetched].filter((pathname) => pathname !== "/")).toEqual(["/settings"]);
});
