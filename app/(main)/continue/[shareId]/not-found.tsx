import { NothingHere } from "@/components/shell/nothing-here";
import { refusalWords } from "@/lib/share/refusals";

export const metadata = { title: "Not found" };

export default function NoSuchShare() {
  return (
    <div className="lost">
      <NothingHere title="This link does not exist" words={refusalWords.missing} />
    </div>
  );
}
