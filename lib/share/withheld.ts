import type { SharedMessage } from "./shared-conversation";

/** What readers are told about what they do not see; null = they see all of it. */
export function withheldWords({
  role,
  isHidden,
  withheld,
}: Pick<SharedMessage, "role" | "isHidden" | "withheld">): string | null {
  if (isHidden) return role === "user" ? "This question is not shared." : "This answer is not shared.";
  const kinds = [
    ...(withheld.reasoning > 0 ? ["its reasoning"] : []),
    ...(withheld.tools > 0 ? ["its tool calls"] : []),
    ...(withheld.others > 0 ? ["a part of it"] : []),
  ];
  if (kinds.length === 0) return null;
  return `Shared without ${new Intl.ListFormat("en", { type: "conjunction" }).format(kinds)}.`;
}
