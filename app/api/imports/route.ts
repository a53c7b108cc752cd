import { eventLines } from "@/lib/http/event-lines";
import { arrivingFile } from "@/lib/http/read-body";
import { route } from "@/lib/http/route";
import { importFile } from "@/lib/services/import-file";

/** Answers with one line for each conversation while the file still arrives. */
export const POST = route({}, async ({ user, request, requestId }) => {
  const body = arrivingFile(request);
  return eventLines({ request, requestId }, ({ write, isGone }) =>
    importFile({ userId: user.id, body, onEvent: write, isCancelled: isGone }),
  );
});
