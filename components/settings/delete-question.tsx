import { useFocusInside } from "@/components/ui/use-focus-inside";

interface DeleteQuestionProps {
  name: string;
  onDelete: () => void;
  onKeep: () => void;
}

export function DeleteQuestion({ name, onDelete, onKeep }: DeleteQuestionProps) {
  const ref = useFocusInside<HTMLDivElement>();
  return (
    <div
      ref={ref}
      className="part form"
      role="alertdialog"
      aria-label={`Delete ${name}`}
      onKeyDown={(event) => event.key === "Escape" && onKeep()}
    >
      <p>Delete this connection and its key? Conversations stay; they can go on with another model.</p>
      <div className="ends">
        <button type="button" className="btn danger" onClick={onDelete}>
          Delete connection
        </button>
        <button type="button" className="btn quiet" data-initial onClick={onKeep}>
          Keep it
        </button>
      </div>
    </div>
  );
}
