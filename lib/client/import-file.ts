import type { ImportEvent } from "@/lib/contract/imports";
import { ApiError, readErrorBody, unreachableMessage } from "./api";

interface ImportUpload {
  done: Promise<void>;
  cancel: () => void;
}

/**
 * Sends a file and hands on what the server says of it, line by line. Not `fetch`: that neither tells how much has been sent nor gives
 * an answer before the whole body is sent.
 */
export function sendImport(
  file: File,
  onEvent: (event: ImportEvent) => void,
  onSent: (bytes: number) => void,
): ImportUpload {
  const request = new XMLHttpRequest();
  let read = 0;
  const takeLines = () => {
    const end = request.responseText.lastIndexOf("\n") + 1;
    for (const line of request.responseText.slice(read, end).split("\n")) if (line !== "") onEvent(JSON.parse(line));
    read = Math.max(read, end);
  };
  const done = new Promise<void>((resolve, reject) => {
    request.upload.onprogress = (event) => onSent(event.loaded);
    request.onprogress = () => {
      if (request.status === 200) takeLines();
    };
    request.onload = () => {
      if (request.status === 200) {
        takeLines();
        resolve();
      } else
        reject(
          readErrorBody(request.responseText, request.status) ??
            new ApiError(request.status, "internal", unreachableMessage, null),
        );
    };
    request.onerror = () => reject(new ApiError(0, "unreachable", unreachableMessage, null));
    request.onabort = () => resolve();
  });
  request.open("POST", "/api/imports");
  request.setRequestHeader("content-type", "application/json");
  request.send(file);
  return { done, cancel: () => request.abort() };
}
