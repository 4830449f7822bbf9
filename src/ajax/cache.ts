/** What the last answer of each address said of itself, for `ifModified`. */
const lastModified = new Map<string, string>();
const etags = new Map<string, string>();

/** Gives the headers that ask only for a newer answer than the last one. */
export function conditionsOf(url: string): [name: string, value: string | undefined][] {
  return [
    ['If-Modified-Since', lastModified.get(url)],
    ['If-None-Match', etags.get(url)],
  ];
}

/** Keeps what an answer says of itself. */
export function remember(url: string, modified: string | null, etag: string | null): void {
  if (modified) {
    lastModified.set(url, modified);
  }
  if (etag) {
    etags.set(url, etag);
  }
}
