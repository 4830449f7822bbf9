import { traceDeferreds, type SettledEvent, type TracedHandler, type TraceEvent } from 'rx-deferred/trace';

import type { Axis, Channel, Kind, Track } from './track.js';

interface Handler {
  readonly handler: TracedHandler;
  readonly at: number;
  readonly calls: { readonly at: number; readonly sentAt: number; readonly kind: Kind }[];
}

interface Recorded {
  readonly name: string;
  readonly from: number;
  readonly emissions: { readonly at: number; readonly kind: Kind }[];
  readonly handlers: Handler[];
}

const channels: readonly string[] = ['done', 'fail', 'always', 'progress'] satisfies Channel[];

/** Keeps what a trace tells of some deferreds, and makes a picture of it. Times are in milliseconds from the first. */
export class Recorder {
  readonly #records = new Map<string, Recorded>();
  #start: number | undefined;
  #last = 0;
  #end: () => void = () => undefined;

  /** Records deferreds under their names from now on, in place of all others. */
  record(deferreds: Readonly<Record<string, object>>): void {
    this.#end();
    this.#records.clear();
    this.#start = undefined;
    this.#end = traceDeferreds(this.#hear, { only: deferreds });
  }

  get isPending(): boolean {
    return [...this.#records.values()].some(({ emissions }) => emissions.every(({ kind }) => kind === 'notify'));
  }

  axis(): Axis {
    const now = this.isPending ? performance.now() - (this.#start ?? 0) : this.#last;
    const to = Math.max(now, 1000);
    const step = [250, 500, 1000, 2000, 5000, 10_000].find((each) => to / each <= 5) ?? 30_000;
    const ticks = Array.from({ length: Math.floor(to / step) + 1 }, (_, i) => {
      return { at: i * step, label: `${String((i * step) / 1000)} s` };
    });
    return { from: 0, to, ticks };
  }

  tracks(): Track[] {
    return [...this.#records.values()].map(({ name, from, emissions, handlers }) => {
      const end = emissions.find(({ kind }) => kind !== 'notify');
      return {
        name,
        from,
        emissions,
        lanes: handlers.map(({ handler, at, calls }) => ({
          name: '',
          channel: handler.channel,
          from: at,
          marbles: calls,
          over: end && Math.max(end.at, at),
          missing: undefined,
        })),
      };
    });
  }

  readonly #hear = (event: TraceEvent): void => {
    const { label, time } = event;
    if (label === undefined) {
      return;
    }
    this.#start ??= time;
    const at = time - this.#start;
    this.#last = at;
    const record = this.#records.get(label) ?? { name: label, from: at, emissions: [], handlers: [] };
    this.#records.set(label, record);
    switch (event.type) {
      case 'added':
        if (channels.includes(event.handler.method)) {
          record.handlers.push({ handler: event.handler, at, calls: [] });
        }
        break;
      case 'notified':
        record.emissions.push({ at, kind: 'notify' });
        break;
      case 'settled':
        record.emissions.push({ at, kind: kindOf(event) });
        break;
      case 'called': {
        const { channel } = event.handler;
        const isSent = ({ kind }: { readonly kind: Kind }) => (kind === 'notify') === (channel === 'progress');
        const sent = record.emissions.filter(isSent).at(-1);
        if (sent) {
          const handler = record.handlers.find((each) => each.handler === event.handler);
          handler?.calls.push({ at, kind: sent.kind, sentAt: sent.at });
        }
        break;
      }
    }
  };
}

function kindOf({ state, aborted, args }: SettledEvent): Kind {
  // A request tells an abort by its text status.
  return aborted || args[1] === 'abort' ? 'abort' : state === 'resolved' ? 'resolve' : 'reject';
}
