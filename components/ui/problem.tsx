/** What went wrong, read out as soon as it is there; null = nothing. */
export function Problem({ text, id }: { text: string | null; id?: string }) {
  return text === null ? null : (
    <p className="help danger" id={id} role="alert">
      {text}
    </p>
  );
}
