/** The headers of a request: one value for each name, in whichever case it was written first. */
export class RequestHeaders {
  private readonly names = new Map<string, string>();
  private readonly values = new Map<string, string>();

  set(name: string, value: unknown): void {
    const key = name.toLowerCase();
    const first = this.names.get(key) ?? name;
    this.names.set(key, first);
    this.values.set(first, String(value));
  }

  /** Sets a header that is not there yet. */
  add(name: string, value: string): void {
    if (!this.names.has(name.toLowerCase())) {
      this.set(name, value);
    }
  }

  toRecord(): Record<string, string> {
    return Object.fromEntries(this.values);
  }
}

/** Finds a header among those of a response, which come a line each. Several of one name are joined by commas. */
export function findHeader(headers: string, name: string): string | null {
  const key = `${name.toLowerCase()}:`;
  const values = headers
    .split('\n')
    .filter((line) => line.toLowerCase().startsWith(key))
    .map((line) => line.slice(key.length).trim());
  return values.length === 0 ? null : values.join(', ');
}
