"use client";

import ImageIcon from "lucide-react/icons/image";
import { useState } from "react";

/** A remote image is a request that tells its host who reads what, so it is made only when the reader asks for it. */
export function ImagePlaceholder({ src, host, alt }: { src: string; host: string; alt: string }) {
  const [state, setState] = useState<"asked-for-nothing" | "shown" | "failed">("asked-for-nothing");
  if (state === "shown") {
    return (
      // biome-ignore lint/performance/noImgElement: the address is the model's; it must not pass through our own image relay
      <img
        className="remote-image"
        src={src}
        alt={alt}
        referrerPolicy="no-referrer"
        onError={() => setState("failed")}
      />
    );
  }
  if (state === "failed") {
    return (
      <span className="image-note">
        The image could not be loaded.{" "}
        <a href={src} target="_blank" rel="noopener noreferrer nofollow">
          Open it at {host}
        </a>
      </span>
    );
  }
  return (
    <button type="button" className="image-load" onClick={() => setState("shown")}>
      <ImageIcon className="i s" aria-hidden />
      <span>{alt ? `Load image from ${host}: ${alt}` : `Load image from ${host}`}</span>
    </button>
  );
}
