import Link from "next/link";

export const metadata = { title: "Not found" };

export default function NotFound() {
  return (
    <main className="lost">
      <h1>There is nothing here.</h1>
      <p>The address is wrong, or what it led to was deleted or is not yours.</p>
      <div className="ends">
        <Link className="btn primary" href="/">
          New conversation
        </Link>
      </div>
    </main>
  );
}
