"use client";

import { ChevronRight, FolderPlus } from "lucide-react";
import { useState } from "react";
import { TagFilter } from "@/components/tags/tag-filter";
import { later } from "@/components/ui/later";
import { NewVersion } from "@/components/ui/new-version";
import { useProjects } from "@/lib/client/projects";
import type { ProjectView } from "@/lib/contract/projects";
import { ProjectRow } from "./project-row";

const Gone = ({ onClose }: { onClose: (isMade: boolean) => void }) => <NewVersion onClose={() => onClose(false)} />;

const ProjectDialog = later(() => import("./project-dialog").then((module) => module.ProjectDialog), Gone);

const storageKey = "verbatim:projects";

/** A browser that stores nothing forgets it with the page. */
function isStoredOpen(): boolean {
  try {
    return localStorage.getItem(storageKey) === "open";
  } catch {
    return false;
  }
}

function storeOpen(isOpen: boolean): void {
  try {
    localStorage.setItem(storageKey, isOpen ? "open" : "closed");
  } catch {
    // see above
  }
}

/** The projects above the list; a conversation dropped on one moves there, as by its menu. */
export function ProjectSection({ onFollow }: { onFollow: () => void }) {
  const { projects } = useProjects();
  const [isOpen, setIsOpen] = useState(isStoredOpen);
  const [edited, setEdited] = useState<ProjectView | "new" | null>(null);
  const toggle = () => {
    storeOpen(!isOpen);
    setIsOpen(!isOpen);
  };
  return (
    <section className="projects" aria-label="Projects">
      <div className="head">
        <button type="button" aria-expanded={isOpen} onClick={toggle}>
          <ChevronRight className="i s" aria-hidden />
          Projects
        </button>
        <TagFilter />
        <button type="button" className="icon sm" aria-label="New project" onClick={() => setEdited("new")}>
          <FolderPlus className="i s" aria-hidden />
        </button>
      </div>
      {isOpen && projects && (
        <div>
          {projects.length === 0 && <p className="none">Conversations with instructions in common.</p>}
          {projects.map((project) => (
            <ProjectRow key={project.id} project={project} onEdit={() => setEdited(project)} onFollow={onFollow} />
          ))}
        </div>
      )}
      {edited && (
        <ProjectDialog
          project={edited === "new" ? null : edited}
          onClose={(isMade) => {
            setEdited(null);
            if (isMade && !isOpen) toggle();
          }}
        />
      )}
    </section>
  );
}
