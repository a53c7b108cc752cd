import "server-only";
import type { SearchModels } from "@/lib/contract/search";
import { listAnsweringModels } from "@/lib/db/search-models";

export async function listSearchModels({ userId }: { userId: string }): Promise<SearchModels> {
  return { models: await listAnsweringModels(userId) };
}
