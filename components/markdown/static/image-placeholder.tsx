/** {@link ../image-placeholder | A remote image} on a page that loads nothing from elsewhere: where it is, to be opened on its own. */
export function ImagePlaceholder({ src, host, alt }: { src: string; host: string; alt: string }) {
  return (
    <a className="image-note" href={src} target="_blank" rel="noopener noreferrer nofollow">
      {alt ? `Image at ${host}: ${alt}` : `Image at ${host}`}
    </a>
  );
}
