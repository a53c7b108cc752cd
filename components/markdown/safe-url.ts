const allowedProtocols: ReadonlySet<string> = new Set(["http:", "https:", "mailto:"]);

/** The address of a link, judged after parsing, or null when it may not be followed. Relative addresses have no meaning in an answer. */
export function safeUrl(href: string): URL | null {
  if (!URL.canParse(href)) return null;
  const url = new URL(href);
  return allowedProtocols.has(url.protocol) ? url : null;
}

/** The address of an image that may be loaded when asked for. */
export function imageUrl(src: string): URL | null {
  const url = safeUrl(src);
  return url && url.protocol !== "mailto:" ? url : null;
}

/** The host to show beside a link, or null when its text already names it. */
export function hostBeside(url: URL, linkText: string): string | null {
  return url.host === "" || linkText.toLowerCase().includes(url.host.replace(/^www\./, "")) ? null : url.host;
}
