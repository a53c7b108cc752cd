export interface ErrorEntry {
  /** HTTP status when the error is the answer; after a stream has begun the status is 200 and the error travels as a chunk. */
  readonly status: number;
  readonly userMessage: string;
}

/** Code → status → sentence, in one place. Codes are a stable contract (docs/api.md). */
export const errorCodes = {
  // the request
  invalid_request: { status: 400, userMessage: "The request is not valid." },
  invalid_json: { status: 400, userMessage: "The body is not valid JSON." },
  message_empty: { status: 400, userMessage: "The message is empty." },
  parent_invalid: { status: 400, userMessage: "The message cannot be added at this place of the conversation." },
  not_continuable: {
    status: 400,
    userMessage:
      "There is nothing to continue: this is a question, an answer that is complete, or one without any text.",
  },
  not_an_answer: {
    status: 400,
    userMessage: "This is a question. Send it in other words with the same parent instead.",
  },
  unauthenticated: { status: 401, userMessage: "Sign in first." },
  forbidden_origin: { status: 403, userMessage: "Requests from this website are not allowed." },
  forbidden: { status: 403, userMessage: "This is not allowed." },
  not_found: { status: 404, userMessage: "This does not exist, or is not yours." },
  method_not_allowed: { status: 405, userMessage: "This address does not support the method." },
  id_reused: { status: 409, userMessage: "This message id was used before with other content." },
  changed_elsewhere: { status: 409, userMessage: "This was changed elsewhere in the meantime. Nothing was saved." },
  name_taken: { status: 409, userMessage: "There is one with this name already." },
  completion_running: { status: 409, userMessage: "Wait for the current answer, or stop it." },
  parent_deleted: { status: 409, userMessage: "What this message stood under is deleted. Bring that back first." },
  connection_fixed: {
    status: 409,
    userMessage: "This connection comes from the server's configuration and is changed there.",
  },
  body_too_large: { status: 413, userMessage: "This is too large to be sent." },
  unsupported_media_type: { status: 415, userMessage: "Send JSON with the content type application/json." },
  wrong_host: {
    status: 421,
    userMessage: "This server does not answer under that name. Set APP_URL to the address you use.",
  },
  too_many_requests: { status: 429, userMessage: "Too many requests. Wait a moment and try again." },
  internal: { status: 500, userMessage: "Something went wrong on this server. Nothing you wrote was lost." },
  not_ready: { status: 503, userMessage: "The server is starting. Try again in a moment." },
  server_stopping: {
    status: 503,
    userMessage: "The server is being stopped or restarted. Try again in a moment.",
  },
  server_busy: { status: 503, userMessage: "This server is busy with other answers. Try again in a moment." },
  database_unavailable: {
    status: 503,
    userMessage: "The database does not answer at the moment. Try again shortly.",
  },
  database_full: {
    status: 503,
    userMessage: "The disk of the database is full: this was not saved. Free some space on the server, then try again.",
  },

  // the conversation
  tree_broken: { status: 500, userMessage: "The stored conversation is damaged at this message." },
  model_missing: { status: 400, userMessage: "Choose a model first." },
  connection_missing: {
    status: 400,
    userMessage: "The connection of this conversation no longer exists. Choose another model.",
  },
  completion_interrupted: {
    status: 500,
    userMessage: "The answer was interrupted before it was complete. All of it but, at most, its last second is kept.",
  },

  server_stopped: {
    status: 500,
    userMessage: "The server was stopped before this answer was complete. What came is kept.",
  },

  // the provider
  provider_unreachable: { status: 502, userMessage: "The provider could not be reached." },
  provider_address: { status: 400, userMessage: "This address cannot be used for a connection." },
  provider_tls: { status: 502, userMessage: "The provider's certificate is not valid." },
  provider_timeout: { status: 504, userMessage: "The provider did not answer in time." },
  provider_key_denied: { status: 502, userMessage: "The provider refused the API key." },
  provider_payment: { status: 502, userMessage: "The provider reports that the credit is used up." },
  provider_forbidden: { status: 502, userMessage: "The provider does not allow this request." },
  provider_model_unknown: { status: 502, userMessage: "The provider does not offer this model." },
  provider_context_length: { status: 502, userMessage: "The conversation is longer than this model can read." },
  provider_rate_limit: { status: 502, userMessage: "The provider is limiting requests." },
  provider_overloaded: { status: 502, userMessage: "The provider is overloaded." },
  provider_refused: { status: 502, userMessage: "The provider refused the request." },
  provider_failed: { status: 502, userMessage: "The provider failed while answering." },
  provider_malformed: { status: 502, userMessage: "The provider's answer could not be read." },
  provider_empty: { status: 502, userMessage: "The model gave no answer." },
  provider_cut: { status: 502, userMessage: "The connection to the provider broke. This answer is not complete." },
  answer_too_large: { status: 502, userMessage: "The answer exceeded the size limit and was ended." },
} as const satisfies Record<string, ErrorEntry>;

export type ErrorCode = keyof typeof errorCodes;
