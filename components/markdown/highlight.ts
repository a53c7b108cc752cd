import { common, createLowlight } from "lowlight";
import type { Ink, InkRun } from "./ink";

const lowlight = createLowlight();
type Node = ReturnType<typeof lowlight.highlight>["children"][number];

const inks: ReadonlyMap<string, Ink> = new Map(
  Object.entries<Ink>({
    "hljs-keyword": "k",
    "hljs-section": "k",
    "hljs-selector-tag": "k",
    "hljs-name": "k",
    "hljs-doctag": "k",
    "hljs-type": "k",
    "hljs-number": "v",
    "hljs-literal": "v",
    "hljs-symbol": "v",
    "hljs-attr": "v",
    "hljs-attribute": "v",
    "hljs-variable": "v",
    "hljs-template-variable": "v",
    "hljs-selector-class": "v",
    "hljs-selector-id": "v",
    "hljs-selector-attr": "v",
    "hljs-selector-pseudo": "v",
    "hljs-meta": "v",
    "hljs-bullet": "v",
    "hljs-deletion": "v",
    "hljs-string": "s",
    "hljs-regexp": "s",
    "hljs-char": "s",
    "hljs-link": "s",
    "hljs-addition": "s",
    "hljs-comment": "c",
    "hljs-quote": "c",
  }),
);

// The grammars know their other names only once they are registered, and registering all of them takes longer than a frame.
const otherNames: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    atom: "xml",
    "c#": "csharp",
    "c++": "cpp",
    cc: "cpp",
    cjs: "javascript",
    console: "shell",
    cs: "csharp",
    golang: "go",
    gql: "graphql",
    h: "c",
    hpp: "cpp",
    htm: "xml",
    html: "xml",
    js: "javascript",
    jsonc: "json",
    json5: "json",
    jsx: "javascript",
    kt: "kotlin",
    make: "makefile",
    md: "markdown",
    mjs: "javascript",
    mk: "makefile",
    mts: "typescript",
    objc: "objectivec",
    patch: "diff",
    pl: "perl",
    postgres: "sql",
    postgresql: "sql",
    py: "python",
    python3: "python",
    rb: "ruby",
    rs: "rust",
    rss: "xml",
    sh: "bash",
    shellsession: "shell",
    sqlite: "sql",
    svg: "xml",
    toml: "ini",
    ts: "typescript",
    tsx: "typescript",
    vb: "vbnet",
    vue: "xml",
    xhtml: "xml",
    yml: "yaml",
    zsh: "bash",
  }),
);
const embedded: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries<readonly string[]>({
    markdown: ["xml"],
    "php-template": ["xml", "php"],
    xml: ["css", "javascript"],
  }),
);

/** Code in inks, or null when the language is not known. */
export function highlight(code: string, language: string): InkRun[] | null {
  const grammar = otherNames.get(language) ?? language;
  if (!prepare(grammar)) return null;
  const runs: InkRun[] = [];
  collect(lowlight.highlight(grammar, code).children, null, runs);
  return runs;
}

function prepare(name: string): boolean {
  if (lowlight.registered(name)) return true;
  const grammar = Object.hasOwn(common, name) ? common[name] : undefined;
  if (!grammar) return false;
  for (const other of embedded.get(name) ?? []) prepare(other);
  lowlight.register(name, grammar);
  return true;
}

function collect(nodes: readonly Node[], ink: Ink | null, runs: InkRun[]): void {
  for (const node of nodes) {
    if (node.type === "text") append(runs, node.value, ink);
    else if (node.type === "element") collect(node.children, inkOf(node.properties.className) ?? ink, runs);
  }
}

function inkOf(className: unknown): Ink | null {
  const first: unknown = Array.isArray(className) ? className[0] : null;
  return typeof first === "string" ? (inks.get(first) ?? null) : null;
}

/** Neighbours in the same ink become one run: fewer elements to draw. */
function append(runs: InkRun[], text: string, ink: Ink | null): void {
  const last = runs.at(-1);
  if (last?.ink === ink) last.text += text;
  else runs.push({ start: last ? last.start + last.text.length : 0, text, ink });
}
