import "server-only";
import type { z } from "zod";
import { type CurrentUser, userOfRequest } from "@/lib/auth/session";
import { booted } from "@/lib/config/readiness";
import { newId } from "@/lib/db/ids";
import { AppError } from "@/lib/errors/app-error";
import { type Reader, whileSignedIn } from "@/lib/stream/reader-access";
import { errorResponse, secureHeaders } from "./error-response";
import { guardRequest } from "./guard";
import { type BodyRules, readJsonBody } from "./read-body";

type Infer<S> = S extends z.ZodType ? z.output<S> : undefined;

interface RouteSchemas<P, Q, B> {
  params?: P;
  query?: Q;
  body?: B;
  /** for a body that is not like the others */
  bodyRules?: BodyRules;
}
export interface RouteInput<P, Q, B> {
  user: CurrentUser;
  params: Infer<P>;
  query: Infer<Q>;
  body: Infer<B>;
  request: Request;
  requestId: string;
}
interface NextContext {
  params: Promise<Record<string, string | string[] | undefined>>;
}

/**
 * Parse, authorise, call, respond. Order: host and origin, then who asks (401 comes before the body, an id or a value is looked at),
 * then parameters, query, body. A returned Response goes out as it is, any other value as JSON (undefined: 204), an error as the
 * error body. The only try/catch of all handlers.
 */
export function route<
  P extends z.ZodType | undefined = undefined,
  Q extends z.ZodType | undefined = undefined,
  B extends z.ZodType | undefined = undefined,
>(
  schemas: RouteSchemas<P, Q, B>,
  handler: (input: RouteInput<P, Q, B>) => Promise<unknown>,
): (request: Request, context: NextContext) => Promise<Response> {
  return async (request, context) => {
    const requestId = newId();
    try {
      guardRequest(request);
      await booted();
      const user = await userOfRequest(request.headers);
      const params = parse(schemas.params, await context.params, "not_found");
      const query = parse(schemas.query, Object.fromEntries(new URL(request.url).searchParams), "invalid_request");
      const body = parse(
        schemas.body,
        schemas.body ? await readJsonBody(request, schemas.bodyRules) : undefined,
        "invalid_request",
      );
      const result = await handler({ user, params, query, body, request, requestId });
      if (result instanceof Response) return result;
      const headers = { ...secureHeaders, "x-request-id": requestId };
      if (result === undefined) return new Response(null, { status: 204, headers });
      if (result instanceof Created) return Response.json(result.value, { status: 201, headers });
      return Response.json(result, { headers });
    } catch (error) {
      return errorResponse(error, requestId, request);
    }
  };
}

/** Answers 201 instead of 200. */
export class Created {
  constructor(readonly value: object) {}
}

function parse<S extends z.ZodType | undefined>(
  schema: S | undefined,
  value: unknown,
  code: "not_found" | "invalid_request",
): Infer<S>;
function parse(schema: z.ZodType | undefined, value: unknown, code: "not_found" | "invalid_request"): unknown {
  if (!schema) return undefined;
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const where = describe(result.error);
  throw new AppError(
    code,
    code === "not_found" ? { detail: where } : { detail: where, userMessage: `The request is not valid: ${where}` },
  );
}

/** The first thing that is wrong, by its path; never the value. */
function describe(error: z.ZodError): string {
  const first = deepest(error.issues);
  if (!first) return "unknown";
  const path = first.path.map(String).join(".");
  return path === "" ? first.message : `${path}: ${first.message}`;
}

function deepest(issues: z.core.$ZodIssue[]): z.core.$ZodIssue | undefined {
  const issue = issues[0];
  if (issue?.code !== "invalid_union") return issue;
  // Of the alternatives, the one that got furthest is the one that was meant.
  const inner = [...issue.errors].sort((a, b) => (b[0]?.path.length ?? 0) - (a[0]?.path.length ?? 0))[0];
  return (inner && deepest(inner)) ?? issue;
}

/** A UI message stream, for as long as its reader is signed in. */
export function streamResponse(stream: ReadableStream<Uint8Array>, reader: Reader): Response {
  const response = eventResponse(stream, reader);
  response.headers.set("x-vercel-ai-ui-message-stream", "v1");
  return response;
}

/** Server-sent events: never cached, never transformed (compression would hold tokens back). */
export function eventResponse(stream: ReadableStream<Uint8Array>, reader: Reader): Response {
  return new Response(whileSignedIn(stream, reader), {
    headers: {
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-content-type-options": "nosniff",
      "x-accel-buffering": "no",
    },
  });
}

/** A file to keep; never shown inside our own origin. The name may hold anything: it is written as RFC 6266 asks, twice. */
export function attachment(body: BodyInit, contentType: string, name: string): Response {
  const ascii = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name.toWellFormed()).replace(
    /['()*]/g,
    (mark) => `%${mark.charCodeAt(0).toString(16)}`,
  );
  const disposition = `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
  return new Response(body, {
    headers: { ...secureHeaders, "content-type": contentType, "content-disposition": disposition },
  });
}

/** The pieces of a large answer, made no faster than they are read. */
export function streamOf(pieces: AsyncGenerator<Uint8Array>): ReadableStream<Uint8Array> {
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
