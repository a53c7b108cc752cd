/**
 * Holds a page that comes from the server at its end until React has taken over, so that it does not open at its top and jump.
 * It lets go with the first touch of the person. React escapes quotes, ampersands and angle brackets in it: there are none.
 */
const script = `(function () {
  history.scrollRestoration = \`manual\`;
  var page = document.documentElement;
  var observer = new ResizeObserver(function () { scrollTo(0, page.scrollHeight); });
  observer.observe(document.body);
  [\`verbatim-drawn\`, \`wheel\`, \`touchmove\`, \`keydown\`, \`pointerdown\`].forEach(function (name) {
    addEventListener(name, function () { observer.disconnect(); }, { once: true, passive: true });
  });
})()`;

export function OpenAtEnd({ nonce }: { nonce: string | undefined }) {
  return (
    <script nonce={nonce} suppressHydrationWarning>
      {script}
    </script>
  );
}
