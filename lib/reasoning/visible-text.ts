/**
 * Text as people see it and as a PostgreSQL text column takes it: U+0000 is removed, a half character (some models' tokens are) becomes
 * U+FFFD. Apply it to joined text only: the two halves may have come in two pieces.
 */
export function visibleText(text: string): string {
  return text.replaceAll("\u0000", "").toWellFormed();
}
