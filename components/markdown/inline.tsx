import type { Tokens } from "marked";
import { Fragment, type ReactNode } from "react";
import { ImagePlaceholder } from "#markdown/image-placeholder";
import { MathFormula } from "#markdown/math-formula";
import { decodeEntities } from "./entities";
import { isLineBreak, plainText } from "./plain-text";
import { hostBeside, imageUrl, safeUrl } from "./safe-url";
import { childrenOf, type MarkdownToken } from "./tokens";

/** Inline tokens → elements. Whatever has no element of its own is shown as the text it was written as. */
export function inline(tokens: readonly MarkdownToken[], isInLink = false): ReactNode {
  return placed(tokens).map(({ place, token }) => <Fragment key={place}>{inlineToken(token, isInLink)}</Fragment>);
}

function inlineToken(token: MarkdownToken, isInLink: boolean): ReactNode {
  switch (token.type) {
    case "text":
      return token.tokens ? inline(childrenOf(token.tokens), isInLink) : decodeEntities(token.text);
    case "paragraph":
      return inline(childrenOf(token.tokens), isInLink);
    case "escape":
      return token.text;
    case "strong":
      return <strong>{inline(childrenOf(token.tokens), isInLink)}</strong>;
    case "em":
      return <em>{inline(childrenOf(token.tokens), isInLink)}</em>;
    case "del":
      return <del>{inline(childrenOf(token.tokens), isInLink)}</del>;
    case "codespan":
      return <code dir="auto">{token.text}</code>;
    case "br":
      return <br />;
    case "html":
      return isLineBreak(token.text) ? <br /> : token.text;
    case "math":
      return <MathFormula tex={token.text} source={token.raw.trim()} isDisplay={token.display} />;
    case "link":
      return isInLink ? inline(childrenOf(token.tokens), true) : <Link token={token} />;
    case "image":
      return <Image token={token} isInLink={isInLink} />;
    case "checkbox":
      return (
        <input type="checkbox" checked={token.checked} disabled readOnly aria-label={token.checked ? "Done" : "Open"} />
      );
    default:
      return token.raw;
  }
}

function Link({ token }: { token: Tokens.Link }) {
  const children = childrenOf(token.tokens);
  const url = safeUrl(token.autolink ? token.href : decodeEntities(token.href));
  if (!url) return token.raw;
  const host = hostBeside(url, plainText(children));
  return (
    <>
      <a href={url.href} target="_blank" rel="noopener noreferrer nofollow" title={titleOf(token.title)}>
        {inline(children, true)}
      </a>
      {host && <span className="link-host"> ({host})</span>}
    </>
  );
}

function Image({ token, isInLink }: { token: Tokens.Image; isInLink: boolean }) {
  const alt = decodeEntities(token.text);
  const url = imageUrl(decodeEntities(token.href));
  if (!url) return token.raw;
  // A button inside a link would be two controls in one.
  return isInLink ? alt || url.host : <ImagePlaceholder src={url.href} host={url.host} alt={alt} />;
}

function titleOf(title: string | null | undefined): string | undefined {
  return title ? decodeEntities(title) : undefined;
}

/** Tokens with their place among their siblings, which is what identifies them while text is only added at the end. */
export function placed<T>(tokens: readonly T[]): { place: number; token: T }[] {
  return tokens.map((token, place) => ({ place, token }));
}
