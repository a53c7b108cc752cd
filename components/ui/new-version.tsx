"use client";

import { Dialog } from "@/components/ui/dialog";

/**
 * Stands in for a part of the page that the server no longer has: it is newer than this page. Reloading is left to the person, since an
 * answer may be running that somebody reads; it goes on at the server either way.
 */
export function NewVersion({ onClose }: { onClose: () => void }) {
  return (
    <Dialog label="There is a new version" onClose={onClose}>
      <div className="inside">
        <p>This page is older than the server. Reload it to go on; nothing you wrote is lost.</p>
      </div>
      <footer>
        <button type="button" className="btn" onClick={onClose}>
          Later
        </button>
        <button type="button" className="btn primary" onClick={() => location.reload()}>
          Reload
        </button>
      </footer>
    </Dialog>
  );
}

/** The same, for a part that is no dialog: in its place. */
export function NewVersionLine() {
  return (
    <p className="remark" role="alert">
      <span>This page is older than the server.</span>
      <button type="button" className="btn" onClick={() => location.reload()}>
        Reload
      </button>
    </p>
  );
}
