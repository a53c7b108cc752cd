import type { z } from "zod";

/** What is wrong in a file, by its path; never the value. */
export function reasonOf(error: z.ZodError): string {
  const issue = error.issues[0];
  if (!issue) return "It cannot be read.";
  const path = issue.path.map(String).join(".").slice(0, 120);
  return path === "" ? `${issue.message}.` : `${path}: ${issue.message}.`;
}
