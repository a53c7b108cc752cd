"use client";

import { type FormEvent, useId, useState } from "react";
import { Dialog } from "@/components/ui/dialog";
import { Problem } from "@/components/ui/problem";
import { callApi, sentenceOf } from "@/lib/client/api";
import { refreshProjects } from "@/lib/client/projects";
import type { ProjectView } from "@/lib/contract/projects";
import { efforts } from "@/lib/reasoning/effort";

interface ProjectDialogProps {
  /** null = a new one */
  project: ProjectView | null;
  onClose: (isMade: boolean) => void;
}

/** Name, instructions and usual effort of a project; its deletion asks once. */
export function ProjectDialog({ project, onClose }: ProjectDialogProps) {
  const id = useId();
  const [problem, setProblem] = useState<string | null>(null);
  const [isAsking, setIsAsking] = useState(false);
  const path = project ? `/api/projects/${project.id}` : "/api/projects";

  const attempt = async (call: () => Promise<unknown>) => {
    try {
      await call();
    } catch (error) {
      setProblem(sentenceOf(error));
      return;
    }
    refreshProjects();
    onClose(project === null);
  };
  const save = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const { reasoning: _, ...others } = project?.settings ?? {};
    const effort = efforts.find((each) => each === form.get("effort"));
    const body = {
      name: `${form.get("name")}`,
      // the form writes line ends as the web's forms do
      instructions: `${form.get("instructions")}`.replaceAll("\r\n", "\n"),
      settings: effort ? { ...others, reasoning: { effort } } : others,
    };
    void attempt(() => callApi(project ? "PATCH" : "POST", path, body));
  };
  return (
    <Dialog label={project ? "Edit project" : "New project"} className="project" onClose={() => onClose(false)}>
      <form id={`${id}-form`} className="inside" onSubmit={save}>
        <div className="field">
          <label htmlFor={`${id}-name`}>Name</label>
          <input
            id={`${id}-name`}
            name="name"
            data-initial
            className="input"
            required
            maxLength={120}
            dir="auto"
            defaultValue={project?.name}
          />
        </div>
        <div className="field">
          <label htmlFor={`${id}-instructions`}>Instructions</label>
          <textarea
            id={`${id}-instructions`}
            name="instructions"
            className="input"
            rows={7}
            maxLength={50_000}
            dir="auto"
            aria-describedby={`${id}-help`}
            defaultValue={project?.instructions}
          />
          <p className="help" id={`${id}-help`}>
            Sent as the system message of every conversation in it, word for word. Each answer keeps what was sent.
          </p>
        </div>
        <div className="field">
          <label htmlFor={`${id}-effort`}>Reasoning effort</label>
          <select
            id={`${id}-effort`}
            name="effort"
            className="input"
            defaultValue={project?.settings.reasoning?.effort ?? ""}
          >
            <option value="">As the conversation has it</option>
            {efforts.map((effort) => (
              <option key={effort} value={effort}>
                {effort}
              </option>
            ))}
          </select>
        </div>
        <Problem text={problem} />
      </form>
      <footer>
        {project && (
          <button
            type="button"
            className="btn danger before"
            onClick={() => (isAsking ? void attempt(() => callApi("DELETE", path)) : setIsAsking(true))}
          >
            {isAsking ? "Delete it, keep its conversations" : "Delete project"}
          </button>
        )}
        <button type="button" className="btn" onClick={() => onClose(false)}>
          Cancel
        </button>
        <button type="submit" form={`${id}-form`} className="btn primary">
          {project ? "Save" : "Create project"}
        </button>
      </footer>
    </Dialog>
  );
}
