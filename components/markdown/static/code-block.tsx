import { ActButton } from "@/components/share/icon";
import { codeLanguage, codeTitle, fileNameFor } from "../code-info";
import { highlight } from "../highlight";
import { linesOf } from "../ink";

const longest = 200_000; // characters; longer code stays in one ink

/** {@link ../code-block | Code} for pages that are made once: coloured at once, its buttons served by the script of the page. */
export function CodeBlock({ code, info }: { code: string; info: string; isOpen: boolean }) {
  const language = codeLanguage(info);
  const inked = language === "" || code.length > longest ? null : highlight(code, language);
  const runs = inked ?? [{ start: 0, text: code, ink: null }];
  return (
    <figure className="block">
      <header>
        <span className="mono grow">{codeTitle(info)}</span>
        <ActButton act="wrap" label="Wrap lines" icon="wrap" />
        <ActButton act="save" label="Download" icon="download" name={fileNameFor(info)} />
        <ActButton act="code" label="Copy" icon="copy" />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard */}
      <pre dir="ltr" tabIndex={0}>
        <code>
          {linesOf(runs).map(({ start, runs: lines }) => (
            <span className="lines" key={start}>
              {lines.map(({ start: at, text, ink }) =>
                ink ? (
                  <span key={at} className={`tok-${ink}`}>
                    {text}
                  </span>
                ) : (
                  text
                ),
              )}
            </span>
          ))}
        </code>
      </pre>
    </figure>
  );
}
