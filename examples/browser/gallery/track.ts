export type Channel = 'done' | 'fail' | 'always' | 'progress';
export type Kind = 'notify' | 'resolve' | 'reject' | 'abort';

/** How a handler was called, or that it was not, where that is worth a word. */
export type Note = 'replay' | 'later' | 'no value' | 'threw' | 'never ran' | 'ignored';

/** An emission on the line of a deferred, or its arrival on the lane of a handler. */
export interface Marble {
  readonly at: number;
  readonly kind: Kind;

  /** A short value. Without one, the marble has the sign of its kind. */
  readonly text?: string | undefined;
  readonly notes?: readonly Note[];

  /** Whether it has just happened: it is animated. */
  readonly isFresh?: boolean;

  /** On a lane: where the emission was. */
  readonly sentAt?: number;

  /** The step of a script that it can be dragged by. */
  readonly step?: number;
}

/** A handler. */
export interface Lane {
  readonly name: string;
  readonly channel: Channel;
  readonly from: number;
  readonly marbles: readonly Marble[];

  /** Since when it will not be called any more. */
  readonly over: number | undefined;

  /** Why there is no such handler. */
  readonly missing?: string | undefined;

  /** The step of a script that it can be dragged by. */
  readonly step?: number;
}

/** A deferred, its emissions and its handlers. */
export interface Track {
  readonly name: string;
  readonly from: number;
  readonly emissions: readonly Marble[];
  readonly lanes: readonly Lane[];
}

export interface Axis {
  readonly from: number;
  readonly to: number;
  readonly ticks?: readonly { readonly at: number; readonly label: string }[];
}
