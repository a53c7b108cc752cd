"use client";

import { Folder, FolderOpen, Pencil, SquarePen } from "lucide-react";
import Link from "next/link";
import { usePathname, useRouter } from "next/navigation";
import { type DragEvent, useState } from "react";
import { ActionMenu } from "@/components/ui/action-menu";
import { callApi, sentenceOf } from "@/lib/client/api";
import { moveToProject } from "@/lib/client/organise";
import { useProjectConversations } from "@/lib/client/projects";
import { selection } from "@/lib/client/selection";
import { sayLine } from "@/lib/client/side-line";
import type { ConversationPage } from "@/lib/contract/conversations";
import type { ProjectView } from "@/lib/contract/projects";

interface ProjectRowProps {
  project: ProjectView;
  onEdit: () => void;
  onFollow: () => void;
}

/** Links carry their address when they are dragged. */
const droppedId = (event: DragEvent) => /\/c\/([0-9a-f-]{36})/.exec(event.dataTransfer.getData("text/uri-list"))?.[1];

export function ProjectRow({ project, onEdit, onFollow }: ProjectRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [isTarget, setIsTarget] = useState(false);
  const router = useRouter();
  const begin = async () => {
    try {
      const { id } = await callApi<{ id: string }>("POST", "/api/conversations", { projectId: project.id });
      onFollow();
      router.push(`/c/${id}`);
    } catch (error) {
      sayLine({ text: sentenceOf(error) });
    }
  };
  const drop = async (event: DragEvent) => {
    event.preventDefault();
    setIsTarget(false);
    const id = droppedId(event);
    if (id === undefined) return;
    // One of several that are selected stands for all of them.
    const selected = selection.read();
    const ids = selected.has(id) ? [...selected.keys()] : [id];
    if (selected.has(id)) selection.clear();
    const path = `/api/conversations?ids=${ids.join(",")}`;
    const page = await callApi<ConversationPage>("GET", path).catch(() => null);
    if (page) void moveToProject(page.conversations, project.id, project.name);
  };
  const Icon = isOpen ? FolderOpen : Folder;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: for the keyboard there is "Move to project" in the entry's menu */}
      <div
        className="side-row"
        data-target={isTarget || undefined}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes("text/uri-list")) return;
          event.preventDefault();
          setIsTarget(true);
        }}
        onDragLeave={() => setIsTarget(false)}
        onDrop={(event) => void drop(event)}
      >
        <button type="button" className="folder" aria-expanded={isOpen} onClick={() => setIsOpen(!isOpen)}>
          <Icon className="i s" aria-hidden />
          <span dir="auto">{project.name}</span>
        </button>
        <ActionMenu
          description={project.name}
          buttonClass="icon sm more"
          actions={[
            { label: "New conversation here", icon: SquarePen, run: () => void begin() },
            { label: "Edit project", icon: Pencil, run: onEdit },
          ]}
        />
      </div>
      {isOpen && <ProjectConversations projectId={project.id} onFollow={onFollow} />}
    </>
  );
}

function ProjectConversations({ projectId, onFollow }: { projectId: string; onFollow: () => void }) {
  const pathname = usePathname();
  const page = useProjectConversations(projectId);
  if (!page) return null;
  if (page.conversations.length === 0) return <p className="none">Nothing here yet.</p>;
  return (
    <ul className="within">
      {page.conversations.map(({ id, title }) => (
        <li key={id} className="side-row">
          <Link
            href={`/c/${id}`}
            prefetch={false}
            aria-current={pathname === `/c/${id}` ? "page" : undefined}
            onClick={onFollow}
          >
            <span dir="auto">{title}</span>
          </Link>
        </li>
      ))}
    </ul>
  );
}
