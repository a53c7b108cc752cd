import useSWR, { mutate } from "swr";
import type { TagList, TagView } from "@/lib/contract/tags";
import { callApi } from "./api";
import { chooseTag, useChosenTag } from "./conversations";

const path = "/api/tags";

export function useTags(): { tags: TagView[] | null; error: unknown } {
  const chosenId = useChosenTag();
  const { data, error } = useSWR<TagList>(path, (key: string) => callApi("GET", key), {
    // One that is gone leaves nothing to be narrowed to.
    onSuccess: ({ tags }) => chosenId !== null && !tags.some(({ id }) => id === chosenId) && chooseTag(null),
  });
  return { tags: data?.tags ?? null, error };
}

export function refreshTags(): void {
  void mutate(path);
}

export async function createTag(name: string): Promise<string> {
  const { id } = await callApi<{ id: string }>("POST", path, { name });
  await mutate(path);
  return id;
}
