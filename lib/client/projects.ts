import useSWR, { mutate } from "swr";
import type { ConversationPage } from "@/lib/contract/conversations";
import type { ProjectList, ProjectView } from "@/lib/contract/projects";
import { callApi } from "./api";

const path = "/api/projects";
const within = "/api/conversations?project=";

const fetcher = <T>(key: string) => callApi<T>("GET", key);

export function useProjects(): { projects: ProjectView[] | null; error: unknown } {
  const { data, error } = useSWR<ProjectList>(path, fetcher);
  return { projects: data?.projects ?? null, error };
}

/** The newest conversations of a project. */
export function useProjectConversations(projectId: string): ConversationPage | undefined {
  return useSWR<ConversationPage>(`${within}${projectId}&limit=100`, fetcher).data;
}

let timer: ReturnType<typeof setTimeout> | undefined;

/** Events come in groups, such as the end of an answer and the title. */
export function refreshProjectsSoon(): void {
  clearTimeout(timer);
  timer = setTimeout(refreshProjects, 100);
}

/** Looks at the projects again, and at what is in those that are open. */
export function refreshProjects(): void {
  void mutate((key) => typeof key === "string" && (key === path || key.startsWith(within)));
}
