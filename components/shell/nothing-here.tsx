import Link from "next/link";

/** What stands where an address leads nowhere. */
export function NothingHere({
  title = "There is nothing here.",
  words = "The address is wrong, or what it led to was deleted or is not yours.",
}: {
  title?: string;
  words?: string;
}) {
  return (
    <>
      <h1>{title}</h1>
      <p>{words}</p>
      <div className="ends">
        <Link className="btn primary" href="/">
          New conversation
        </Link>
      </div>
    </>
  );
}
