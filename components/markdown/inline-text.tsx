import { lexInline } from "./engine";
import { inline } from "./inline";

/** One run of text with light formatting (bold, emphasis, code, links); line breaks are left to the style of its parent. */
export default function InlineText({ text }: { text: string }) {
  return inline(lexInline(text));
}
