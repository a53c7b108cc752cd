/** Choices the server needs for its first byte: read there from the request, written here. Names are shared with app/. */
export const themeCookie = "verbatim-theme";
export const sidebarCookie = "verbatim-sidebar";
export const choiceCookie = "verbatim-model";

export type Theme = "system" | "light" | "dark";

export function writeCookie(name: string, value: string): void {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is missing in Firefox and on plain http
  document.cookie = `${name}=${encodeURIComponent(value)}; path=/; max-age=31536000; samesite=lax`;
}

export function toTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}
