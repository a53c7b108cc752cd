"use client";

import Link from "next/link";
import { useRouter } from "next/navigation";
import type { ComponentProps } from "react";

type NearLinkProps = Omit<ComponentProps<typeof Link>, "href" | "prefetch" | "onPointerEnter" | "onFocus"> & {
  href: string;
};

/** A link that stands on every page: what it leads to is fetched when somebody gets near it, not each time a page is opened. */
export function NearLink({ href, ...props }: NearLinkProps) {
  const router = useRouter();
  const fetchAhead = () => router.prefetch(href);
  return <Link {...props} href={href} prefetch={false} onPointerEnter={fetchAhead} onFocus={fetchAhead} />;
}
