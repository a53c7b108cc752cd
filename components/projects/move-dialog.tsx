"use client";

import { Dialog } from "@/components/ui/dialog";
import { Problem } from "@/components/ui/problem";
import { sentenceOf } from "@/lib/client/api";
import { moveToProject } from "@/lib/client/organise";
import { useProjects } from "@/lib/client/projects";
import type { ConversationListItem } from "@/lib/contract/conversations";

/** Where conversations belong: one project, or none. */
export function MoveDialog({ items, onClose }: { items: readonly ConversationListItem[]; onClose: () => void }) {
  const { projects, error } = useProjects();
  const move = (projectId: string | null, name: string | null) => {
    onClose();
    void moveToProject(items, projectId, name);
  };
  const options = [{ id: null, name: "No project" }, ...(projects ?? [])];
  return (
    <Dialog label="Move to project" className="move" onClose={onClose}>
      <div className="inside">
        <Problem text={error ? sentenceOf(error) : null} />
        {projects?.length === 0 && <p className="help">There is no project yet. Make one in the sidebar.</p>}
        <ul>
          {options.map(({ id, name }) => (
            <li key={id ?? "none"}>
              <button
                type="button"
                className="btn"
                aria-pressed={items.every((item) => item.projectId === id)}
                dir="auto"
                onClick={() => move(id, id === null ? null : name)}
              >
                {name}
              </button>
            </li>
          ))}
        </ul>
      </div>
    </Dialog>
  );
}
