import useSWR from "swr";
import type { ModelList } from "@/lib/contract/models";
import { callApi } from "./api";

/** The models that can be picked; asked for when a picker opens, not before. */
export function useModels(): { list: ModelList | null; error: unknown; isLoading: boolean } {
  const { data, error, isLoading } = useSWR<ModelList>("/api/models", (path: string) => callApi("GET", path), {
    revalidateOnFocus: false,
    dedupingInterval: 30_000,
  });
  return { list: data ?? null, error, isLoading };
}
