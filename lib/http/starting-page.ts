import "server-only";
import { booted } from "@/lib/config/readiness";

/** An ordinary start is over before anybody sees this page. */
const patienceMs = 1_000;
const againSeconds = 2;

/** What a browser gets while the server cannot show a page yet: one sentence, and the page itself as soon as it can; else null. */
export async function startingPage(nonce: string): Promise<Response | null> {
  try {
    await booted(patienceMs);
    return null;
  } catch {
    return new Response(html(nonce), {
      status: 503,
      headers: {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "retry-after": String(againSeconds),
        refresh: String(againSeconds),
      },
    });
  }
}

const html = (nonce: string) => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Verbatim is starting</title>
<style nonce="${nonce}">
:root { color-scheme: light dark; }
body { margin: 0; min-height: 100vh; display: grid; place-content: center; padding: 24px; box-sizing: border-box;
  font: 16px/1.6 system-ui, sans-serif; background: light-dark(#fcfcfa, #16181a); color: light-dark(#1d1f21, #e8e8e4); }
h1 { font-size: 20px; margin: 0 0 4px; }
p { margin: 0; opacity: .75; }
</style>
<main>
<h1>Verbatim is starting.</h1>
<p role="status">It waits for its database. This page comes by itself as soon as it can; nothing you wrote was lost.</p>
</main>
</html>
`;
