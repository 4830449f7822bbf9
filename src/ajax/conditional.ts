/** The headers of the next conditional request for each URL, from its last response. */
const conditions = new Map<string, Readonly<Record<string, string>>>();

/** Returns the headers that request a response only if it is newer than the last one. */
export function conditionsOf(url: string): Readonly<Record<string, string>> {
  return conditions.get(url) ?? {};
}

/** Stores the validators of a response. */
export function storeConditions(url: string, modified: string | null, etag: string | null): void {
  conditions.set(url, {
    ...conditionsOf(url),
    ...(modified && { 'If-Modified-Since': modified }),
    ...(etag && { 'If-None-Match': etag }),
  });
}
