/** What to ask an address for a newer answer by: the headers that its last answer led to. */
const conditions = new Map<string, Readonly<Record<string, string>>>();

/** Gives the headers that ask only for a newer answer than the last one. */
export function conditionsOf(url: string): Readonly<Record<string, string>> {
  return conditions.get(url) ?? {};
}

/** Keeps what an answer says of itself. */
export function remember(url: string, modified: string | null, etag: string | null): void {
  conditions.set(url, {
    ...conditionsOf(url),
    ...(modified && { 'If-Modified-Since': modified }),
    ...(etag && { 'If-None-Match': etag }),
  });
}
