import { createHash } from "node:crypto";
import { withClient } from "../../scripts/lib/database.mjs";
import { journeyDatabaseUrl } from "../support/journey-database";
import { finished, openNew, send } from "../support/page";
import { dialog, openDialog, shareByRequest } from "../support/sharing";
import { expect, openDevice, type Page, test } from "../support/test";

/** Its end is now by the clock that decides, which is the database's. */
const letEnd = (token: string) =>
  withClient(journeyDatabaseUrl(), (database) =>
    database.query("update share set expires_at = now() where token_hash = $1", [
      createHash("sha256").update(token).digest("hex"),
    ]),
  );
/** What the browser itself gets under an address. */
async function statusOf(reader: Page, path: string): Promise<number | undefined> {
  const response = await reader.goto(path);
  return response?.status();
}
const forms = ["", ".md", ".json", "/embed", "/card.png"];

test("a link whose time is over while somebody reads: nothing opens any more, in any form", async ({
  page,
  browser,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "Melting ice");
  await finished(page);
  const decided = { title: "On ice", expiresInDays: 1, frameAncestors: ["https://a.example"] };
  const { id, url } = await shareByRequest(page, decided);
  const reader = await openDevice(browser, baseURL);
  // what a browser keeps of what it was shown must not serve either
  for (const form of ["/embed", "/card.png", ""]) expect(await statusOf(reader, `/share/${id}${form}`)).toBe(200);
  await expect(reader.getByRole("article", { name: "You" })).toContainText("Melting ice");
  const download = reader.waitForEvent("download");
  await reader.getByRole("link", { name: "Markdown" }).click();
  expect(await (await download).failure()).toBeNull();

  await letEnd(id);
  // the page that is still open leads no further
  const late = reader.waitForEvent("download");
  await reader.getByRole("link", { name: "JSON" }).click();
  expect(await (await late).failure()).not.toBeNull();
  await reader.getByRole("link", { name: "Continue in your own copy" }).click();
  await expect(reader.getByRole("heading", { name: "No longer shared" })).toBeVisible();
  for (const form of forms) {
    expect(await statusOf(reader, `/share/${id}${form}`), form).toBe(410);
    expect(await reader.content(), form).not.toContain("Melting ice");
  }
  await reader.goto(url);
  await expect(reader.getByRole("heading", { name: "No longer shared" })).toBeVisible();
  await expect(reader).toHaveTitle("No longer shared · Verbatim");
  await reader.reload();
  await expect(reader.getByRole("heading", { name: "No longer shared" })).toBeVisible();
  await reader.context().close();

  // for its owner it is over too: the list says so, and the dialog offers a new one
  await openDialog(page);
  await expect(dialog(page).getByRole("button", { name: "Create link" })).toBeVisible();
  await page.goto("/settings/shares");
  const row = page.getByRole("list", { name: "Shared links" }).getByRole("listitem").filter({ hasText: "On ice" });
  await expect(row).toContainText("Ended");
});

test("where one would continue it: what is over, what never was, and what is for reading only", async ({
  page,
  browser,
  baseURL,
}) => {
  await openNew(page);
  await send(page, "Nothing to take along");
  await finished(page);
  const { id } = await shareByRequest(page, {});
  const { id: closed } = await shareByRequest(page, { continuable: false });
  const reader = await openDevice(browser, baseURL);
  await reader.goto(`/continue/${id}`);
  await expect(reader.getByRole("heading", { name: "Continue in your own copy" })).toBeVisible();
  await page.request.delete(`${baseURL}/api/shares/${id}`);
  // the page was open when the link ended
  await reader.getByRole("button", { name: "Make a copy" }).click();
  await expect(reader.getByRole("alert").filter({ hasText: "Its author has ended this link" })).toBeVisible();
  await reader.reload();
  await expect(reader.getByRole("heading", { name: "No longer shared" })).toBeVisible();
  await expect(reader.getByText("Its author has ended this link, or its time is over.")).toBeVisible();
  expect(await reader.content()).not.toContain("take along");
  await reader.getByRole("link", { name: "New conversation" }).last().click();
  await expect(reader).toHaveURL(`${baseURL}/`);
  for (const unknown of ["A".repeat(32), "short"]) {
    expect(await statusOf(reader, `/continue/${unknown}`)).toBe(404);
    await expect(reader.getByRole("heading", { name: "This link does not exist" })).toBeVisible();
  }
  await reader.goto(`/continue/${closed}`);
  await expect(reader.getByRole("heading", { name: "For reading only" })).toBeVisible();
  await reader.context().close();
});
