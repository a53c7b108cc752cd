import "server-only";
import { isObject, parseJson } from "@/lib/reasoning/json";

const cap = 4_000;
const maxDepth = 8;
/** Keys under which servers say what is wrong and about which field; everything else may be an echo of what people wrote. */
const saying = new Set(["message", "msg", "param", "code", "type", "detail", "error", "loc", "raw", "errors"]);

/**
 * What a refusal says, in lower case: the sentences, codes and paths of its body, whatever its shape, without the input some servers
 * echo beside them. A path such as ["body", "messages", 1, "reasoning"] reads "body.messages.1.reasoning".
 */
export function refusalText(body: string): string {
  const parts: string[] = [];
  collect(parseJson(body.slice(0, 100_000)) ?? body.slice(0, cap), parts, 0);
  return parts.join("\n").slice(0, cap).toLowerCase();
}

function collect(value: unknown, parts: string[], depth: number): void {
  if (depth > maxDepth) return;
  if (typeof value === "string") {
    // A host's body inside the body, as text.
    const inner = value.trimStart().startsWith("{") ? parseJson(value) : undefined;
    if (inner === undefined) parts.push(value);
    else collect(inner, parts, depth + 1);
  } else if (Array.isArray(value)) {
    const isPath = value.every((step) => typeof step === "string" || typeof step === "number");
    if (isPath) parts.push(value.join("."));
    else for (const each of value) collect(each, parts, depth + 1);
  } else if (isObject(value)) {
    for (const [key, each] of Object.entries(value)) {
      if (saying.has(key) || (key === "metadata" && isObject(each))) collect(each, parts, depth + 1);
    }
  }
}
