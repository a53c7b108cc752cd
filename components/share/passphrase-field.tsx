/** Of a share that somebody wants to read: all that is to be done where it stands. */
export function PassphraseField() {
  return (
    <label className="field">
      <span>Passphrase</span>
      <input
        className="input"
        type="password"
        name="passphrase"
        autoComplete="off"
        // biome-ignore lint/a11y/noAutofocus: see above
        autoFocus
        required
        maxLength={200}
      />
    </label>
  );
}
