import type { ReactNode } from "react";
import { Wordmark } from "@/components/sidebar/wordmark";
import type { SharedConversation } from "@/lib/share/shared-conversation";
import { withBlackBars } from "./black-bars";
import { dayOf } from "./day";
import { Icon } from "./icon";
import { PassphraseField } from "./passphrase-field";
import { SharedMessageView } from "./shared-message";

/** What the page says about a share. */
export interface ShareAbout {
  mode: "frozen" | "live";
  /** null: a name would say nothing */
  sharedBy: string | null;
  expiresAt: Date | null;
  updatedAt: Date;
  continuable: boolean;
  indexable: boolean;
}
export interface ShareAddress {
  origin: string;
  /** null in a preview: there is no link yet */
  path: string | null;
  /** opens the other forms of a share with a passphrase */
  grant: string | null;
}
export interface PageAssets {
  style: string;
  script: string;
  fonts: string[];
}
/** `embed`: for a frame of another site, without head and foot. `preview`: nothing to press. */
export type ShareKind = "page" | "embed" | "preview";

interface ShareInput {
  shared: SharedConversation;
  about: ShareAbout;
  address: ShareAddress;
  assets: PageAssets;
  kind: ShareKind;
}

/** The whole document. Nothing in it but what `shared` holds, so what is hidden cannot be in it. */
export function renderShare(input: ShareInput): Promise<string> {
  const { shared, about, address, assets, kind } = input;
  const { origin, path } = address;
  return renderDocument({
    title: `${shared.title} · shared from Verbatim`,
    assets,
    withScript: kind !== "preview",
    indexable: about.indexable,
    card: path === null ? null : { url: `${origin}${path}`, image: `${origin}${path}/card.png` },
    children: (
      <div className="pub">
        {kind === "page" && <Header about={about} address={address} />}
        <main className="thread">
          <div className="pubhead">
            <h1 dir="auto">{shared.title}</h1>
            <p>{sentenceOf(about)}</p>
          </div>
          {shared.messages.length === 0 && (
            <p className="withheld">
              <Icon name="hidden" />
              What was shared here was deleted by its author.
            </p>
          )}
          {shared.messages.map((message, place) => (
            // a share never changes
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            <SharedMessageView key={place} message={message} place={place} />
          ))}
        </main>
        {kind === "page" && <Footer address={address} />}
      </div>
    ),
  });
}

function Header({ about, address: { path, grant } }: Pick<ShareInput, "about" | "address">) {
  const query = grant === null ? "" : `?grant=${grant}`;
  return (
    <header>
      <span className="home">
        <Wordmark />
      </span>
      <span className="grow" />
      <a className="btn quiet opt" href={`${path}.md${query}`} download>
        <Icon name="download" className="i" />
        Markdown
      </a>
      <a className="btn quiet opt" href={`${path}.json${query}`} download>
        JSON
      </a>
      {about.continuable && (
        <a className="btn" href={`${path?.replace("/share/", "/continue/")}`}>
          Continue in your own copy
        </a>
      )}
    </header>
  );
}

function Footer({ address: { path, grant } }: Pick<ShareInput, "address">) {
  const query = grant === null ? "" : `?grant=${grant}`;
  return (
    <footer>
      <span>Shared with Verbatim.</span>
      <a className="narrow" href={`${path}.md${query}`} download>
        Markdown
      </a>
      <a className="narrow" href={`${path}.json${query}`} download>
        JSON
      </a>
      <span>Answers of models can be wrong. What they reason is raw and unmoderated.</span>
    </footer>
  );
}

function sentenceOf({ mode, sharedBy, expiresAt, updatedAt }: ShareAbout): string {
  const kind = mode === "live" ? "It follows the conversation" : "A frozen copy";
  const until = expiresAt === null ? "" : `, open until ${dayOf(expiresAt)}`;
  return `Shared${sharedBy === null ? "" : ` by ${sharedBy}`}, as of ${dayOf(updatedAt)}. ${kind}${until}.`;
}

/** The pages that say that there is nothing, or ask for the passphrase. */
export function renderShareNotice({
  title,
  words,
  assets,
  form,
}: {
  title: string;
  words: string;
  assets: PageAssets;
  form: { path: string } | null;
}): Promise<string> {
  return renderDocument({
    title: `${title} · Verbatim`,
    ...{ assets, withScript: form !== null, isAsking: form !== null, indexable: false, card: null },
    children: (
      <div className="pub">
        <main className="pubcard">
          <Wordmark />
          <h1>{title}</h1>
          <p>{words}</p>
          {form && (
            <form method="post" action={form.path}>
              <PassphraseField />
              <button type="submit" className="btn primary">
                Open
              </button>
            </form>
          )}
        </main>
      </div>
    ),
  });
}

interface DocumentInput {
  title: string;
  assets: PageAssets;
  withScript: boolean;
  /** it asks for the passphrase */
  isAsking?: boolean;
  indexable: boolean;
  /** what other sites show for a link; without any words of the conversation unless the image has them */
  card: { url: string; image: string } | null;
  children: ReactNode;
}

async function renderDocument({
  title,
  assets,
  withScript,
  isAsking,
  indexable,
  card,
  children,
}: DocumentInput): Promise<string> {
  // a static import of it is refused in a handler
  const { renderToStaticMarkup } = await import("react-dom/server");
  const markup = renderToStaticMarkup(
    <html lang="en" data-asks={isAsking ? "" : undefined}>
      {/* biome-ignore lint/style/noHeadElement: no page of Next, the whole document is written here */}
      <head>
        <meta charSet="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>{title}</title>
        {!indexable && <meta name="robots" content="noindex, nofollow, noarchive" />}
        <meta name="referrer" content="no-referrer" />
        <meta name="color-scheme" content="light dark" />
        {card && (
          <>
            <meta property="og:title" content="A shared conversation" />
            <meta property="og:site_name" content="Verbatim" />
            <meta property="og:type" content="article" />
            <meta property="og:url" content={card.url} />
            <meta property="og:image" content={card.image} />
            <meta name="twitter:card" content="summary_large_image" />
          </>
        )}
        <link rel="icon" type="image/svg+xml" href="/icon.svg" />
        {assets.fonts.map((font) => (
          <link key={font} rel="preload" as="font" type="font/woff2" href={font} crossOrigin="anonymous" />
        ))}
        <link rel="stylesheet" href={assets.style} />
        {/* before the first paint, three kilobytes: what is folded must not be seen open */}
        {withScript && <script src={assets.script} />}
      </head>
      <body>{children}</body>
    </html>,
  );
  return `<!doctype html>${withBlackBars(markup)}`;
}
