import type { MessageActions } from "./message";

const nothing = () => {};
/** For what is only looked at. */
export const noActions: MessageActions = {
  regenerate: nothing,
  openEditor: nothing,
  edit: nothing,
  continue: nothing,
  editAnswer: async () => true,
  remove: nothing,
  fork: nothing,
  copyLink: nothing,
  compare: nothing,
  sideBySide: nothing,
  loadVersions: () => Promise.reject(new Error("not asked for here")),
  loadOutline: () => Promise.reject(new Error("not asked for here")),
  resend: nothing,
  stop: nothing,
  chooseVersion: nothing,
  loadReplay: () => Promise.reject(new Error("not asked for here")),
};
