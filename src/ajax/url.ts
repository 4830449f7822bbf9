/** Makes URLs unique within a page. It starts with the clock, so they also differ between pages. */
let nonce = Date.now();

/** Whether a URL has another origin than the page, if there is a page. */
export function isCrossOrigin(address: string, location: Location | undefined): boolean {
  try {
    return location !== undefined && new URL(address, location.href).origin !== location.origin;
  } catch {
    return true;
  }
}

export function withoutFragment(url: string): string {
  return url.replace(/#.*$/, '');
}

/**
 * Adds a query to a URL.
 *
 * @param isUnique - Whether to add a parameter that makes the URL unique.
 * @returns The URL, and the one that identifies the resource: without the fragment and that parameter.
 */
export function withQuery(url: string, query: string, isUnique: boolean): { url: string; cacheURL: string } {
  let cacheURL = withoutFragment(url);
  let rest = url.slice(cacheURL.length);
  if (query) {
    cacheURL += separator(cacheURL) + query;
  }
  if (isUnique) {
    cacheURL = cacheURL.replace(/([?&])_=[^&]*/, '$1');
    rest = `${separator(cacheURL)}_=${String(nonce++)}${rest}`;
  }
  return { url: cacheURL + rest, cacheURL };
}

function separator(url: string): string {
  return url.includes('?') ? '&' : '?';
}

/** Whether a value is a `URL`, also one of another realm. */
export function isURL(value: unknown): value is URL {
  return Object.prototype.toString.call(value) === '[object URL]';
}
