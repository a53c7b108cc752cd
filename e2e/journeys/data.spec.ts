import { richChatGpt } from "../../lib/import/__fixtures__/chatgpt";
import { expectAccessible } from "../support/accessible";
import { collectComplaints } from "../support/page";
import { expect, test } from "../support/test";

const file = (name: string, value: unknown) => ({
  name,
  mimeType: "application/json",
  buffer: Buffer.from(JSON.stringify(value)),
});

test("a file is imported, reported, exported again, and everything deleted", async ({ page }) => {
  const complaints = collectComplaints(page);
  await page.goto("/");
  await page.keyboard.press("ControlOrMeta+k");
  await page.getByRole("combobox").fill("import");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { name: "Data", level: 1 })).toBeVisible();
  const card = page.getByRole("region", { name: "Import" });
  const title = "Imported by a journey";
  const upload = file("conversations.json", [
    { ...richChatGpt(), title },
    { mapping: 1, title: "Damaged" },
    "no conversation",
  ]);
  await card.getByLabel("File to import").setInputFiles(upload);
  await expect(card.getByRole("status")).toContainText(
    "Finished: conversations.json1 imported, 0 already there, 2 skipped",
  );
  const report = card.getByRole("list", { name: "Report" });
  await expect(report).toContainText("Damaged");
  await expect(report).toContainText("mapping");
  await expect(report).toContainText("Unknown content");
  await report.getByText("1 thing is not in it").click();
  await expect(report).toContainText("A picture");
  await expectAccessible(page);
  await card.getByLabel("File to import").setInputFiles(upload);
  await expect(card.getByRole("status")).toContainText("0 imported, 1 already there, 2 skipped");
  await card.getByLabel("File to import").setInputFiles({ ...upload, name: "empty.json", buffer: Buffer.from("") });
  await expect(card.getByRole("status")).toContainText("Nothing was imported: empty.json");
  await expect(report).toContainText("The file is empty.");
  await card.getByLabel("File to import").setInputFiles(upload);
  await expect(card.getByRole("status")).toContainText("0 imported, 1 already there, 2 skipped");

  const everything = page.getByRole("region", { name: "Export everything" });
  await everything.getByText("JSON Lines", { exact: false }).first().click();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    everything.getByRole("link", { name: "Export" }).click(),
  ]);
  expect(download.suggestedFilename()).toMatch(/^\d{4}-\d\d-\d\d All conversations\.jsonl$/);

  await report.getByRole("link", { name: title }).click();
  await expect(page.getByRole("article", { name: "Assistant" }).first()).toContainText("Lisbon");
  await expect(page.getByRole("button", { name: /^Reasoning/ }).first()).toBeVisible();

  await page.goto("/settings/data");
  await page.getByRole("button", { name: "Delete all my data" }).click();
  const remove = page.getByRole("button", { name: "Delete everything" });
  await expect(remove).toBeDisabled();
  await page.getByLabel(/Type/).fill("delete everything");
  await remove.click();
  await expect(page).toHaveURL(/\/$/);
  await expect(page.getByRole("link", { name: title })).toHaveCount(0);
  expect(complaints).toEqual([]);
});
