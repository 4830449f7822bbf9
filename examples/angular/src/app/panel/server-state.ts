export type Speed = 'normal' | 'slow' | 'paused';

/** How the API behaves: the page can change it. */
export interface ServerState {
  readonly speed: Speed;

  /** Whether the next request for the users fails. */
  readonly failsNext: boolean;
}

/** A request as the server saw it. */
export interface SeenRequest {
  readonly id: number;
  readonly method: string;
  readonly path: string;

  /** Who sent it: a page, or the server itself while it rendered one. */
  readonly by: 'browser' | 'server';

  /** The bytes of its body that have arrived. */
  readonly received: number;
  readonly end: 'open' | `answered with ${string}` | 'closed by the client';
}

/** What the server tells the page again and again. */
export interface ServerReport extends ServerState {
  readonly requests: readonly SeenRequest[];
}
