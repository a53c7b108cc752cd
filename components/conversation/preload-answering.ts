/** The AI SDK, the SSE parser and the Markdown renderer: fetched with the first key press, not with the page. */
export function preloadAnswering(): void {
  void import("./follow-answer");
  void import("@/components/markdown/markdown").then((module) => module.preloadMarkdown());
  void import("@/components/reasoning/reasoning-panel");
}
