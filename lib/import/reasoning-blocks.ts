import type { ForeignPart } from "./foreign";

/** Where reasoning and tools begin that a format writes into the text of an answer. Attributes are escaped, so no bracket is in them. */
const opening =
  /<details\s+type="(reasoning|tool_calls|code_interpreter)"([^<>]*)>|<(think|thinking)>|^:::thinking\n/gm;

const attribute = (name: string, attributes: string): string | null => {
  const value = new RegExp(`\\b${name}="([^"]*)"`).exec(attributes)?.[1];
  return value === undefined ? null : unescaped(value);
};

/** Text with such blocks as parts: the text around them word for word, the blocks as what they stand for. Linear, whatever the text is. */
export function partsOfText(text: string): ForeignPart[] {
  const parts: ForeignPart[] = [];
  let from = 0;
  const addText = (end: number) => {
    const between = text.slice(from, end);
    // Blank lines around a block belong to it.
    if (from === 0 && end === text.length ? between !== "" : between.trim() !== "")
      parts.push({ type: "text", text: between });
  };
  const missing = new Set<string>();
  const opens = new RegExp(opening);
  for (let match = opens.exec(text); match; match = opens.exec(text)) {
    const [whole, kind, attributes = "", tag] = match;
    const closing = kind ? "</details>" : tag ? `</${tag}>` : "\n:::";
    const inside = match.index + whole.length;
    const end = missing.has(closing) ? -1 : text.indexOf(closing, inside);
    if (end < 0) {
      missing.add(closing);
      continue;
    }
    addText(match.index);
    parts.push(blockPart(kind, attributes, text.slice(inside, end)));
    from = end + closing.length;
    if (text[from] === "\n") from += 1;
    opens.lastIndex = from;
  }
  addText(text.length);
  return parts;
}

function blockPart(kind: string | undefined, attributes: string, content: string): ForeignPart {
  if (kind === undefined) return { type: "reasoning", text: content.trim(), kind: "raw", durationMs: null };
  const inside = content.replace(/^\s*<summary>[^<]*<\/summary>/, "");
  if (kind === "reasoning") {
    const duration = Number(attribute("duration", attributes) ?? Number.NaN);
    const durationMs = duration > 0 && duration < 1e6 ? Math.round(duration * 1000) : null;
    return { type: "reasoning", text: unquoted(inside), kind: "raw", durationMs };
  }
  const name = attribute("name", attributes) ?? kind;
  const result = attribute("result", attributes) ?? attribute("output", attributes);
  return { type: "tool", name, arguments: attribute("arguments", attributes) ?? inside.trim(), result };
}

/** Reasoning is written as a quotation, in newer files escaped for HTML. */
function unquoted(inside: string): string {
  const text = inside.replace(/^\n|\n$/g, "");
  const isEscaped = /^&gt; ?/.test(text);
  const plain = isEscaped ? unescaped(text) : text;
  return plain
    .split("\n")
    .map((line) => line.replace(/^> ?/, ""))
    .join("\n");
}

const entities: Record<string, string> = { lt: "<", gt: ">", quot: '"', amp: "&", "#x27": "'", "#39": "'" };
const unescaped = (text: string) =>
  text.replace(/&(lt|gt|quot|amp|#x27|#39);/g, (whole, name: string) => entities[name] ?? whole);
