/** Other forms of the same events, all of them allowed. */
const forms: Record<string, (stream: string) => string> = {
  crlf: (stream) => stream.replaceAll("\n", "\r\n"),
  cr: (stream) => stream.replaceAll("\n", "\r"),
  bom: (stream) => `\uFEFF${stream}`,
  fields: (stream) =>
    stream
      .replaceAll(/^data:/gm, "event: message\nid: 7\nretry: 100\ndata:")
      .replaceAll("\n\n", "\n\n: keep-alive\n\n"),
  "no-space": (stream) => stream.replaceAll(/^data: /gm, "data:"),
};

export const formNames: string[] = Object.keys(forms);

/** The bytes of a recorded stream in another form; as they are when the form has no name. */
export function reframed(bytes: Buffer, form: string): Buffer {
  const reframe = forms[form];
  // A recording may have any line ends of its own.
  return reframe ? Buffer.from(reframe(bytes.toString("utf8").replace(/\r\n?/g, "\n"))) : bytes;
}
