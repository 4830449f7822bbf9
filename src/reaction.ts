import type { Call } from './handlers.js';

/** What a `then` leaves behind: it is told of every call before the handlers get it, and acts on it later. */
export interface Reaction {
  schedule(call: Call): void;
}

export function tell(reactions: Reaction | Reaction[], call: Call): void {
  if (Array.isArray(reactions)) {
    for (const reaction of reactions) {
      reaction.schedule(call);
    }
  } else {
    reactions.schedule(call);
  }
}
