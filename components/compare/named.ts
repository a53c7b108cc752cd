import { ApiError } from "@/lib/client/api";
import type { Lane } from "./lane";

/** Resolves with the conversation's id once the server has this lane's answer. @throws ApiError when it refuses it */
export function named({ store }: Lane): Promise<string> {
  return new Promise((resolve, reject) => {
    const look = () => {
      const { id, messages, unsent, problem } = store.read();
      const isRefused = unsent !== null || problem !== null;
      if (isRefused) reject(unsent?.error ?? new ApiError(0, "internal", problem ?? "", null));
      else if (id && messages[0]?.completion) resolve(id);
      else return;
      leave();
    };
    const leave = store.subscribe(look);
    look();
  });
}
