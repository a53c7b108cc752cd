import useSWR from "swr";
import type { BranchFigures } from "@/lib/contract/branch-figures";
import { callApi } from "./api";

/**
 * Of the whole branch through a message; asked for again when an answer begins or ends. Null while nothing is known; `leafId` null: what was
 * known before. `conversationId` null: not wanted.
 */
export function useBranchFigures(
  conversationId: string | null,
  leafId: string | null,
  isBusy: boolean,
): BranchFigures | null {
  const path = conversationId && leafId && `/api/conversations/${conversationId}/figures?message=${leafId}`;
  const { data } = useSWR<BranchFigures, unknown, [string, boolean] | null>(
    path ? [path, isBusy] : null,
    ([asked]) => callApi("GET", asked),
    { keepPreviousData: true, revalidateOnFocus: false },
  );
  return data ?? null;
}
