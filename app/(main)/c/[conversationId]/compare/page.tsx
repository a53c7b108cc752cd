import { notFound } from "next/navigation";
import { ComparePage } from "@/components/compare/compare-page";
import { requireUser } from "@/lib/auth/session";
import { comparisonQuery } from "@/lib/contract/comparison";
import { conversationParams } from "@/lib/contract/messages";
import { AppError } from "@/lib/errors/app-error";
import { openComparison } from "@/lib/services/open-comparison";

interface ComparePageProps {
  params: Promise<{ conversationId: string }>;
  searchParams: Promise<{ answers?: string | string[] }>;
}

export const metadata = { title: "Comparison" };

export default async function Page({ params, searchParams }: ComparePageProps) {
  const user = await requireUser();
  const named = conversationParams.safeParse(await params);
  const query = comparisonQuery.safeParse(await searchParams);
  if (!named.success || !query.success) notFound();
  const answerIds = query.data.answers;
  const view = await openComparison({ userId: user.id, ...named.data, answerIds }).catch((error: unknown) => {
    if (error instanceof AppError && error.code === "not_found") notFound();
    throw error;
  });
  return <ComparePage key={`${view.id} ${answerIds.join()}`} view={view} />;
}
