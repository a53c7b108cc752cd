const extensions: ReadonlyMap<string, string> = new Map(
  Object.entries<string>({
    bash: "sh",
    c: "c",
    cpp: "cpp",
    csharp: "cs",
    css: "css",
    csv: "csv",
    diff: "diff",
    dockerfile: "dockerfile",
    go: "go",
    graphql: "graphql",
    html: "html",
    ini: "ini",
    java: "java",
    javascript: "js",
    js: "js",
    json: "json",
    jsx: "jsx",
    kotlin: "kt",
    latex: "tex",
    lua: "lua",
    makefile: "mk",
    markdown: "md",
    md: "md",
    mermaid: "mmd",
    perl: "pl",
    php: "php",
    powershell: "ps1",
    py: "py",
    python: "py",
    r: "r",
    rb: "rb",
    ruby: "rb",
    rs: "rs",
    rust: "rs",
    scss: "scss",
    sh: "sh",
    shell: "sh",
    sql: "sql",
    svg: "svg",
    swift: "swift",
    toml: "toml",
    ts: "ts",
    tsx: "tsx",
    typescript: "ts",
    xml: "xml",
    yaml: "yaml",
    yml: "yml",
    zsh: "sh",
  }),
);

/** The language of a fence, in lower case; "" when none is named. */
export function codeLanguage(info: string): string {
  const [first = ""] = info.trim().split(/[\s{,:]/, 1);
  return first.toLowerCase();
}

/** A file name given with the language: `ts title="a.ts"`, `ts:a.ts`, `ts a.ts`. */
function namedFile(info: string): string | null {
  const rest = info.trim().replace(/^[^\s{,:]*[\s{,:]*/, "");
  const named =
    /(?:title|file|filename|name)=["']?([^"'\s}]+)/i.exec(rest)?.[1] ?? /^[\w./-]+\.\w{1,8}$/.exec(rest)?.[0];
  return named ?? null;
}

/** What the header of a code block says. */
export function codeTitle(info: string): string {
  return namedFile(info) ?? (codeLanguage(info) || "text");
}

/** A safe name for the downloaded file: no folders, nothing hidden. */
export function fileNameFor(info: string): string {
  const named = namedFile(info)?.split("/").at(-1)?.replace(/^\.+/, "");
  return named || `code.${extensions.get(codeLanguage(info)) ?? "txt"}`;
}
