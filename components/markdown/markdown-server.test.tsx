import { renderToReadableStream } from "react-dom/server";
import { expect, test } from "vitest";
import { Markdown } from "./markdown";

test("the server sends stored text as formatted blocks, not as source", async () => {
  const element = (
    <Markdown text={"## Title\n\nA **bold** word and $x^2$.\n\n```js\nlet a;\n```"} isStreaming={false} />
  );
  const stream = await renderToReadableStream(element);
  await stream.allReady;
  const html = await new Response(stream).text();
  expect(html).toContain('<h3 dir="auto">Title</h3>');
  expect(html).toContain("<strong>bold</strong>");
  expect(html).toContain("<msup>");
  // Once the engine is loaded, nothing waits for it: the blocks are in the first bytes.
  const again = await renderToReadableStream(element);
  const first = new TextDecoder().decode((await again.getReader().read()).value);
  expect(first).toContain('<h3 dir="auto">Title</h3>');
  expect(first).not.toContain('class="source"');
});
