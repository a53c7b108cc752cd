import useSWR, { mutate } from "swr";
import type { ShareList } from "@/lib/contract/shares";
import { callApi } from "./api";

const path = "/api/shares";

export function useShares() {
  const { data, error } = useSWR<ShareList, unknown>(path, (key: string) => callApi<ShareList>("GET", key));
  return { shares: data?.shares ?? null, error: error ?? null };
}

export const refreshShares = (): void => void mutate(path);
