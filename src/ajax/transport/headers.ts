/** The headers of a request, by their names in lower case, as the transports send them. */
export class RequestHeaders extends Map<string, string> {
  override set(name: string, value: unknown): this {
    return super.set(name.toLowerCase(), String(value));
  }
}

/** Finds a header in the headers of a response, one per line. Several of the same name are joined by commas. */
export function findHeader(headers: string, name: string): string | null {
  const key = `${name.toLowerCase()}:`;
  const values = headers
    .split('\n')
    .filter((line) => line.toLowerCase().startsWith(key))
    .map((line) => line.slice(key.length).trim());
  return values.length === 0 ? null : values.join(', ');
}
