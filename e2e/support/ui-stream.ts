import { z } from "zod";

const chunkSchema = z.looseObject({ type: z.string() });
export type UiChunk = z.infer<typeof chunkSchema>;

/** What a browser has got of an answer so far. */
export interface Received {
  chunks: UiChunk[];
  text: string;
  reasoning: string;
  /** the error object that came as a chunk */
  error: { code: string; message: string; requestId: string } | null;
  /** `[DONE]` came */
  done: boolean;
}

const errorSchema = z.object({ error: z.object({ code: z.string(), message: z.string(), requestId: z.string() }) });

/** Reads a UI message stream to its end, or until `enough` says so; then the connection is closed. */
export async function readUiStream(
  response: Response,
  enough: (received: Received) => boolean = () => false,
): Promise<Received> {
  const received: Received = { chunks: [], text: "", reasoning: "", error: null, done: false };
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  if (!reader) return received;
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return received;
    const events = `${rest}${value}`.split("\n\n");
    rest = events.pop() ?? "";
    for (const event of events) if (event.startsWith("data: ")) take(event.slice("data: ".length), received);
    if (enough(received)) {
      await reader.cancel();
      return received;
    }
  }
}

function take(data: string, received: Received): void {
  if (data === "[DONE]") {
    received.done = true;
    return;
  }
  const chunk = chunkSchema.parse(JSON.parse(data));
  received.chunks.push(chunk);
  if (chunk.type === "text-delta") received.text += z.string().parse(chunk.delta);
  if (chunk.type === "reasoning-delta") received.reasoning += z.string().parse(chunk.delta);
  if (chunk.type === "error") received.error = errorSchema.parse(JSON.parse(z.string().parse(chunk.errorText))).error;
}
