/** The behaviour of the server for a request, encoded in its URL. */
export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;

  /** How many times the body is sent. */
  readonly times?: number;

  /** Omits the content length, and sends the body in this many parts. */
  readonly parts?: number;

  /** The part that the server holds back until `/run/scenario/open` is requested. The rest follows the first part. */
  readonly held?: 'all' | 'rest';

  /** The target of a redirect. */
  readonly to?: Answer;

  /** The CORS policy for other origins. */
  readonly cors?: 'allowed' | 'with credentials';

  /** The name and the password that the server requires. */
  readonly credentials?: string;

  /** The fault of the server, in place of a complete answer. */
  readonly fault?: 'no answer' | 'closed before headers' | 'closed after headers' | 'closed in the body';
}

/** Returns the last segment of a URL. */
export function toPath(answer: Answer): string {
  return encodeURIComponent(JSON.stringify(answer));
}
