import { isObject } from "../reasoning/json";
import { isChatGpt, readChatGpt } from "./chatgpt";
import type { ForeignConversation } from "./foreign";
import { isLibreChat, readLibreChat } from "./librechat";
import { isOpenWebUi, readOpenWebUi } from "./open-webui";
import type { Pause } from "./pace";

export type ForeignFormat = "chatgpt" | "open-webui" | "librechat";

/** The names people see. */
export const formatNames: Record<ForeignFormat | "verbatim", string> = {
  verbatim: "Verbatim export",
  chatgpt: "ChatGPT export",
  "open-webui": "Open WebUI export",
  librechat: "LibreChat export",
};

interface ForeignReader {
  format: ForeignFormat;
  recognises: (value: object) => boolean;
  read: (value: object, pause: Pause) => Promise<ForeignConversation>;
}

const readers: ForeignReader[] = [
  { format: "chatgpt", recognises: isChatGpt, read: readChatGpt },
  { format: "open-webui", recognises: isOpenWebUi, read: readOpenWebUi },
  { format: "librechat", recognises: isLibreChat, read: readLibreChat },
];

/** Which format one conversation of a file is in, told by what it holds; null = none we know. */
export function formatOf(value: unknown): ForeignReader | "verbatim" | null {
  if (!isObject(value)) return null;
  if (typeof value.format === "string" && value.format.startsWith("verbatim-")) return "verbatim";
  return readers.find(({ recognises }) => recognises(value)) ?? null;
}
