import Link from "next/link";

/** What stands where an address leads nowhere. */
export function NothingHere() {
  return (
    <>
      <h1>There is nothing here.</h1>
      <p>The address is wrong, or what it led to was deleted or is not yours.</p>
      <div className="ends">
        <Link className="btn primary" href="/">
          New conversation
        </Link>
      </div>
    </>
  );
}
