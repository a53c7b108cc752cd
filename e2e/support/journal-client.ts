import { z } from "zod";

const entrySchema = z.object({
  path: z.string(),
  headers: z.record(z.string(), z.unknown()),
  bodyText: z.string(),
  body: z.record(z.string(), z.unknown()).nullable(),
  status: z.number().nullable(),
  endedAt: z.number().nullable(),
  abortedAt: z.number().nullable(),
});
export type SeenRequest = z.infer<typeof entrySchema>;

const messagesSchema = z.array(z.looseObject({ role: z.string() }));

/** The streaming completion requests a fake provider in another process received with this text in their body, oldest first. */
export async function requestsWith(fakeUrl: string, text: string): Promise<SeenRequest[]> {
  const answer: unknown = await (await fetch(`${fakeUrl}/__control/requests`)).json();
  const { requests } = z.object({ requests: z.array(entrySchema) }).parse(answer);
  return requests.filter(
    ({ body, bodyText }) => body?.stream === true && bodyText.includes(JSON.stringify(text).slice(1, -1)),
  );
}

export function messagesOf(request: SeenRequest | undefined) {
  return messagesSchema.parse(request?.body?.messages);
}
