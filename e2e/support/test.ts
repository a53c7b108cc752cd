import { type Browser, test as base, type Page } from "@playwright/test";

export * from "@playwright/test";

/**
 * Pages are gone to when they listen: what comes with the document can be seen, and pressed in vain, before. A page that never comes to
 * life is left to the journey that wants it so.
 */
export const test = base.extend({
  context: async ({ context }, use) => {
    context.on("page", waitForLife);
    await use(context);
  },
});

/** Another browser: nothing is shared with the first but the server. */
export async function openDevice(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext(baseURL ? { baseURL } : {});
  context.on("page", waitForLife);
  return context.newPage();
}

function waitForLife(page: Page): void {
  const [goto, reload] = [page.goto.bind(page), page.reload.bind(page)];
  const life = () => page.waitForFunction(listens, undefined, { timeout: 5000, polling: 20 }).catch(() => {});
  page.goto = async (url, options) => {
    const response = await goto(url, options);
    if (options?.waitUntil !== "commit") await life();
    return response;
  };
  page.reload = async (options) => {
    const response = await reload(options);
    if (options?.waitUntil !== "commit") await life();
    return response;
  };
}

/** The conversation does so after the frame around it: React has marked by then what it has taken over. */
function listens(): boolean {
  if (!document.querySelector(".app")) return true;
  const conversation = document.querySelector('[role="log"]');
  const isMarked = !conversation || Object.keys(conversation).some((key) => key.startsWith("__reactProps"));
  return isMarked && document.documentElement.dataset.alive !== undefined;
}
