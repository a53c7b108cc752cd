import { NothingHere } from "@/components/shell/nothing-here";

/** Beside the sidebar, inside of the page's one main part. */
export default function NotFound() {
  return (
    <div className="lost">
      <NothingHere />
    </div>
  );
}
