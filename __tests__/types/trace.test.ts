import { Deferred, when, type DeferredState } from 'rx-deferred';
import { traceDeferreds, type TracedHandler, type TraceEvent, type TraceOptions } from 'rx-deferred/trace';

import { compiles, typeOf } from './expect-type.js';

describe('traceDeferreds()', () => {
  compiles('takes a listener, and returns a function without arguments', () => {
    typeOf(traceDeferreds((event) => typeOf(event).is<TraceEvent>())).is<() => void>();
    const log: TraceEvent[] = [];
    traceDeferreds((event) => log.push(event))();
    // @ts-expect-error a listener is needed
    traceDeferreds();
    // @ts-expect-error a listener is a function
    traceDeferreds([]);
  });

  compiles('takes deferreds and promises of any channels by their labels', () => {
    const upload = Deferred<[file: string, size: number], Error, number>();
    traceDeferreds(() => undefined, { only: { upload, saved: upload.promise(), both: when(upload, 1) } });
    traceDeferreds(() => undefined, {});
    traceDeferreds(() => undefined, { only: undefined });
    typeOf<TraceOptions['only']>().is<Readonly<Record<string, object>> | undefined>();
    // @ts-expect-error a label is missing
    traceDeferreds(() => undefined, { only: [upload] });
    // @ts-expect-error a number is no deferred
    traceDeferreds(() => undefined, { only: { upload: 1 } });
  });
});

describe('an event', () => {
  compiles('has a time, a number and maybe a label', () => {
    traceDeferreds((event) => {
      typeOf(event.time).is<number>();
      typeOf(event.id).is<number>();
      typeOf(event.label).is<string | undefined>();
      // @ts-expect-error it is read
      event.id = 1;
    });
  });

  compiles('is narrowed by its type', () => {
    traceDeferreds((event) => {
      switch (event.type) {
        case 'created':
          typeOf(event.state).is<DeferredState>();
          typeOf(event.from).is<readonly number[]>();
          typeOf(event.method).is<'then' | 'catch' | 'finally' | 'pipe' | 'until' | undefined>();
          break;
        case 'added':
          typeOf(event.handler).is<TracedHandler>();
          typeOf(event.handler.late).is<boolean>();
          typeOf(event.handler.channel).is<'done' | 'fail' | 'always' | 'progress'>();
          break;
        case 'notified':
          typeOf(event.args).is<readonly unknown[]>();
          typeOf(event.context).is<unknown>();
          break;
        case 'settled':
          typeOf(event.state).is<'resolved' | 'rejected'>();
          typeOf(event.aborted).is<boolean>();
          typeOf(event.args).is<readonly unknown[]>();
          break;
        case 'called':
          typeOf(event.handler).is<TracedHandler>();
          typeOf(event.replay).is<boolean>();
          break;
        case 'returned':
          typeOf(event.duration).is<number>();
          // @ts-expect-error it has not thrown
          return event.error as unknown;
        case 'threw':
          typeOf(event.duration).is<number>();
          typeOf(event.error).is<unknown>();
          break;
        default:
          typeOf(event).is<never>();
      }
    });
  });

  compiles('tells the function of a handler, which cannot be called without a cast', () => {
    traceDeferreds((event) => {
      if (event.type === 'added') {
        typeOf(event.handler.callback.name).is<string>();
        // @ts-expect-error its parameters are unknown
        event.handler.callback(1);
      }
    });
  });
});
