import { createContext, type RefObject, useContext } from "react";

export interface ShellContext {
  /** changes whenever `/` must start from nothing */
  freshKey: number;
  makeFresh: () => void;
  /** true while the page `/` is mounted, also after it became a conversation */
  isNewPage: RefObject<boolean>;
  newConversation: () => void;
  isDrawerOpen: boolean;
  /** shows the sidebar: as a drawer on narrow pages, in its place on wide ones */
  showSidebar: () => void;
  hideSidebar: () => void;
  /** on this page at its present width; for handlers and for what is drawn in the browser alone */
  isSidebarShown: () => boolean;
  closeDrawer: () => void;
  openCommands: () => void;
}

const context = createContext<ShellContext | null>(null);
export const ShellProvider = context.Provider;

export function useShell(): ShellContext {
  const shell = useContext(context);
  if (!shell) throw new Error("useShell outside of Shell");
  return shell;
}
