// The paced upstream of the measurements, in a process of its own: as lean as an OpenAI-compatible server can be, so that what is
// measured is the product. The model's name says what to do: bench/<tokens>x<tokens per second>.
// bench/soak-… sends words that are known beforehand instead of times.
import { createServer } from "node:http";
import { words } from "./markdown-text.mjs";
import { atEach, nowUs } from "./pace.mjs";
import { isReasoningToken, share, soakToken } from "./soak-words.mjs";

const rest = '"object":"chat.completion.chunk","created":1767225600,"model":"openai/gpt-oss-120b","provider":"Bench"';

/** Like OpenRouter's chunks: reasoning comes as text and once more as a detail. @param {string} id @param {string} text @param {boolean} isReasoning */
function chunk(id, text, isReasoning) {
  const json = JSON.stringify(text);
  const delta = isReasoning
    ? `"content":"","reasoning":${json},"reasoning_details":[{"type":"reasoning.text","text":${json},"format":"unknown","index":0}]`
    : `"content":${json}`;
  return `data: {"id":"${id}",${rest},"choices":[{"index":0,"delta":{"role":"assistant",${delta}},"finish_reason":null,"native_finish_reason":null,"logprobs":null}]}\n\n`;
}

/** @param {string} id @param {number} tokens */
const end = (id, tokens) =>
  `data: {"id":"${id}",${rest},"choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":"stop","native_finish_reason":"stop","logprobs":null}]}\n\n` +
  `data: {"id":"${id}",${rest},"choices":[],"usage":{"prompt_tokens":10,"completion_tokens":${tokens},"total_tokens":${tokens + 10},"cost":0.0001,"completion_tokens_details":{"reasoning_tokens":${Math.floor(tokens * share)}}}}\n\n` +
  "data: [DONE]\n\n";

let answers = 0;

/** @param {import("node:http").ServerResponse} response @param {{ tokens: number, rate: number, isText: boolean, isSoak: boolean }} order */
function stream(response, { tokens, rate, isText, isSoak }) {
  const id = `gen-${++answers}`;
  const text = isText ? words(tokens) : null;
  response.socket?.setNoDelay(true);
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const stop = atEach(1000 / rate, tokens, (sequence) => {
    const numbered = isSoak ? soakToken(sequence) : `~${sequence.toString(36)}.${nowUs().toString(36)};`;
    const piece = text?.[sequence] ?? numbered;
    const isReasoning = text === null && isReasoningToken(sequence, tokens);
    const last = sequence === tokens - 1;
    response.write(last ? chunk(id, piece, isReasoning) + end(id, tokens) : chunk(id, piece, isReasoning));
    if (last) {
      response.end();
      if (isText) process.send?.({ lastTextAtMs: performance.timeOrigin + performance.now() });
    }
  });
  response.once("close", stop);
}

const title = JSON.stringify({
  id: "gen-title",
  object: "chat.completion",
  model: "openai/gpt-oss-120b",
  choices: [{ index: 0, message: { role: "assistant", content: "A measured answer" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 10, completion_tokens: 3, total_tokens: 13 },
});
const models = JSON.stringify({ data: ["bench/200x50", "bench/text-8000x200"].map((id) => ({ id, name: id })) });

const server = createServer((request, response) => {
  if (request.method === "GET") {
    response.writeHead(200, { "content-type": "application/json" }).end(models);
    return;
  }
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (piece) => {
    body += piece;
  });
  request.on("end", () => {
    const order = /"model":"bench\/(text-|soak-)?(\d+)x(\d+)"/.exec(body);
    if (!order || !/"stream":true/.test(body)) {
      response.writeHead(200, { "content-type": "application/json" }).end(title);
      return;
    }
    stream(response, {
      isText: order[1] === "text-",
      isSoak: order[1] === "soak-",
      tokens: Number(order[2]),
      rate: Number(order[3]),
    });
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.send?.({ port: typeof address === "object" ? address?.port : 0 });
});
process.once("disconnect", () => process.exit(0));
