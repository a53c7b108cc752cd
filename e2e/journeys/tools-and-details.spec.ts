import { z } from "zod";
import { fakeAddress } from "../support/fake-address";
import { answerText, finished, lastAnswer, openNew, send } from "../support/page";
import { expect, test } from "../support/test";

const connectionsSchema = z.object({ connections: z.array(z.looseObject({ id: z.string(), source: z.string() })) });
const settingsSchema = z.object({ settings: z.looseObject({ tools: z.array(z.string()).optional() }) });

test("a tool call stands in its place, and its arguments are read in full by keyboard", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:tool-parallel]] Which weather?");
  const article = await finished(page);
  const row = article.getByRole("button", { name: /get_weather Berlin/ });
  await expect(row).toHaveAttribute("aria-expanded", "false");
  await expect(row).toContainText("not run");
  await row.focus();
  await page.keyboard.press("Enter");
  await expect(row).toHaveAttribute("aria-expanded", "true");
  const region = article.getByRole("region", { name: "Tool get_weather" });
  await expect(region).toContainText('"city": "Berlin"');
  await expect(region.getByRole("button", { name: "Copy arguments" })).toBeVisible();
  await page.keyboard.press("Enter");
  await expect(region).toBeHidden();
  const order = await article
    .locator(".thought, [data-part]")
    .evaluateAll((parts) =>
      parts.map((part) => (part instanceof HTMLElement ? (part.dataset.part ?? "reasoning") : "")),
    );
  expect(order).toEqual(["reasoning", "tool", "tool"]);
});

test("tools are switched on for a conversation, go with its first message, and stay", async ({ page, request }) => {
  await openNew(page);
  const tools = page.getByRole("button", { name: /^Tools: / });
  await expect(tools).toHaveAccessibleName("Tools: off");
  await tools.click();
  await page.getByRole("menuitemcheckbox", { name: "Calculator" }).click();
  await expect(page.getByRole("menuitemcheckbox", { name: "Calculator" })).toHaveAttribute("aria-checked", "true");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await expect(tools).toHaveAccessibleName("Tools: calculator, current time");
  await send(page, "What time is it?");
  await finished(page);
  const id = page.url().slice(-36);
  const stored = async () => settingsSchema.parse(await (await request.get(`/api/conversations/${id}`)).json());
  expect((await stored()).settings.tools).toEqual(["calculator", "current_time"]);

  await page.reload();
  await expect(tools).toHaveAccessibleName("Tools: calculator, current time");
  await tools.click();
  await page.getByRole("menuitemcheckbox", { name: "Current time" }).click();
  await expect.poll(async () => (await stored()).settings.tools).toEqual(["calculator"]);
});

test("the palette has the one sidebar command that applies, and the conversations", async ({ page }) => {
  await openNew(page);
  await send(page, "Where do swallows winter?");
  await finished(page);
  await page.reload();
  const palette = page.getByRole("dialog", { name: "Commands" });
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("option", { name: "Hide the sidebar" })).toBeVisible();
  await expect(palette.getByRole("option", { name: "Show the sidebar" })).toBeHidden();
  await expect(palette.getByRole("option").nth(5)).toBeVisible();
  await palette.getByRole("option", { name: "Hide the sidebar" }).click();
  await page.keyboard.press("Control+k");
  await expect(palette.getByRole("option", { name: "Show the sidebar" })).toBeVisible();
  await expect(palette.getByRole("option", { name: "Hide the sidebar" })).toBeHidden();
});

test("silence in mid-answer is said, and goes with the end", async ({ page }) => {
  await openNew(page);
  await send(page, "[[scenario:hang-mid]] And then?");
  await expect(lastAnswer(page).getByText(/^Waiting for openai\/gpt-oss-120b · \d+ s without a word$/)).toBeVisible({
    timeout: 20_000,
  });
  await page.getByRole("button", { name: "Stop" }).click();
  const article = await finished(page, "stopped");
  await expect(article.getByText(/without a word/)).toBeHidden();
});

test("Answer details asks what went back of earlier reasoning, and not before it is opened", async ({ page }) => {
  const asked: string[] = [];
  page.on("request", (request) => request.url().includes("/replay") && asked.push(request.url()));
  await openNew(page);
  await send(page, "First of all");
  const article = await finished(page);
  expect(asked).toEqual([]);
  await article.getByRole("button", { name: "Answer details" }).click();
  await expect(article.getByRole("region", { name: "Answer details" })).toContainText(
    /Earlier reasoning\s*none to return/,
  );
  expect(asked).toHaveLength(1);
});

test("a provider that asks to wait is quoted, and the next step counts the seconds", async ({ page }) => {
  await openNew(page);
  await send(page, '[[scenario:status code=429 message="Slow down, please" retry-after=4]] Too fast?');
  const article = await finished(page, "failed");
  const again = article.getByRole("button", { name: "Try again" });
  await expect(again).toBeDisabled();
  await expect(again).toHaveText(/^Try again in \d s$/);
  await expect(again).toBeEnabled();
  await expect(again).toHaveText("Try again");
  await expect(article.getByRole("alert")).toContainText("Slow down, please");
});

test("the second answer says that the reasoning of the first went back unchanged", async ({ page }) => {
  await openNew(page);
  await send(page, "First of all");
  await finished(page);
  await send(page, "And second");
  await expect(page.getByRole("article", { name: "Assistant" })).toHaveCount(2);
  const article = await finished(page);
  await article.getByRole("button", { name: "Answer details" }).click();
  await expect(article.getByRole("region", { name: "Answer details" })).toContainText(
    /Earlier reasoning\s*(\d+) of \1 reasoning details? returned unchanged/,
  );
});

test("a model that calls a tool nobody has is told so and goes on; the row keeps what it was told", async ({
  page,
}) => {
  await openNew(page);
  await page.getByRole("button", { name: "Tools: off" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Calculator" }).click();
  await page.keyboard.press("Escape");
  await send(page, "[[scenario:tool-call]] Which weather?");
  const article = await finished(page);
  await expect(answerText(article)).toHaveText(/after the tool/);
  const row = article.getByRole("button", { name: /get_weather/ });
  await expect(row).toContainText("failed");
  await page.reload();
  await row.click();
  await expect(article.getByRole("region", { name: "Tool get_weather" })).toContainText(
    "Tools: calculator, current_time.",
  );
});

test("what was asked for and not sent is said in the details, and that the request went out twice", async ({
  page,
  request,
}) => {
  const refusal = { error: { message: "Unsupported parameter: 'temperature' is not supported with this model." } };
  const script = { status: 400, headers: { "content-type": "application/json" }, contains: "Put me right" };
  await request.post(`http://${fakeAddress}/__control/script`, {
    data: { ...script, steps: [{ text: JSON.stringify(refusal) }] },
  });
  // A model of its own: what is learned here is remembered.
  const data = { model: "fake/default", settings: { temperature: 0.3, tool_choice: "auto" } };
  const { id } = z.object({ id: z.string() }).parse(await (await request.post("/api/conversations", { data })).json());
  await page.goto(`/c/${id}`);
  await send(page, "Put me right");
  for (const reload of [false, true]) {
    if (reload) await page.reload();
    const article = await finished(page);
    await article.getByRole("button", { name: "Answer details" }).click();
    const details = article.getByRole("region", { name: "Answer details" });
    await expect(details).toContainText(/Settings sent\s*none/);
    await expect(details).toContainText(/Asked for, not sent\s*tool_choice, temperature/);
    await expect(details).toContainText(/Sent again\s*after the server refused its form/);
  }
});

test("the practice model calls a tool that is switched on, answers with its result, and had its reasoning back", async ({
  page,
  request,
}) => {
  const { connections } = connectionsSchema.parse(await (await request.get("/api/connections")).json());
  const practice = connections.find(({ source }) => source === "builtin");
  const data = { connectionId: practice?.id, model: "practice/scripted" };
  const { id } = z.object({ id: z.string() }).parse(await (await request.post("/api/conversations", { data })).json());
  await page.goto(`/c/${id}`);
  await send(page, "What is 12 * (3 + 4)?");
  await expect(answerText(await finished(page))).toContainText("The button Tools in the message box, a wrench");
  await page.getByRole("button", { name: "Tools: off" }).click();
  await page.getByRole("menuitemcheckbox", { name: "Calculator" }).click();
  await page.keyboard.press("Escape");
  await send(page, "What is 12 * (3 + 4)?");
  await expect(page.getByRole("article", { name: "Assistant" })).toHaveCount(2);
  const article = await finished(page);
  await expect(article.getByRole("button", { name: /calculator/ })).toContainText("84");
  await expect(answerText(article)).toContainText("12 * (3 + 4) is 84.");
  await expect(answerText(article)).toContainText(
    "I checked the request that brought the tool's result: 2 of 2 earlier reasoning blocks came back unchanged",
  );
});
