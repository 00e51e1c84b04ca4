// Responsible for why a request failed, in words for a person: fetch says only that it failed, and its cause says why.

export function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return String(cause);
  return cause.message !== '' ? cause.message : cause.name;
}
