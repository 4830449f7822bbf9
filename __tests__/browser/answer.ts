/** What the server is to do with a request. It stands in the address. */
export interface Answer {
  readonly status?: number;
  readonly type?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;

  /** How many times the body is sent. */
  readonly times?: number;

  /** Leaves out the length, and sends the body in that many parts. */
  readonly parts?: number;

  /** What the server keeps until it is asked for: `/run/scenario/open`. The rest is what comes after the first part. */
  readonly held?: 'all' | 'rest';

  /** Where the answer redirects to. */
  readonly to?: Answer;

  /** What another origin may do. */
  readonly cors?: 'allowed' | 'with credentials';

  /** The name and the password that the server asks for. */
  readonly credentials?: string;

  /** What the server does instead of a complete answer. */
  readonly fault?: 'no answer' | 'closed before headers' | 'closed after headers' | 'closed in the body';
}

/** The last part of an address. */
export function toPath(answer: Answer): string {
  return encodeURIComponent(JSON.stringify(answer));
}
