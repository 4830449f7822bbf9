import { traceDeferreds, type TraceEvent, type TraceOptions } from 'rx-deferred/trace';

/** Traces until the end of the test, and returns the list to which each event adds a line. */
export function traceLog(options?: TraceOptions): string[] {
  const log: string[] = [];
  stops.push(traceDeferreds((event) => log.push(lineOf(event)), options));
  return log;
}

const stops: (() => void)[] = [];

afterEach(() => {
  for (const stop of stops.splice(0)) {
    stop();
  }
});

/** Writes an event as its type, the label or the number of the deferred, and what is special about it. */
export function lineOf(event: TraceEvent): string {
  const words: unknown[] = [event.type, event.label ?? event.id];
  if ('handler' in event) {
    const { method, channel, late } = event.handler;
    words.push(method, ...(method === channel ? [] : [channel]), ...(event.type === 'added' && late ? ['late'] : []));
  }
  switch (event.type) {
    case 'created':
      words.push(...(event.state === 'pending' ? [] : [event.state]));
      words.push(...(event.method ? [event.method] : []));
      words.push(...(event.from.length > 0 ? ['from', ...event.from] : []));
      break;
    case 'settled':
      words.push(event.aborted ? 'aborted' : event.state, ...event.args.map(textOf));
      break;
    case 'notified':
      words.push(...event.args.map(textOf));
      break;
    case 'called':
      words.push(...(event.replay ? ['replay'] : []), ...event.args.map(textOf));
      break;
    case 'threw':
      words.push(textOf(event.error));
      break;
  }
  return words.join(' ');
}

function textOf(value: unknown): string {
  return value instanceof Error || value instanceof DOMException ? value.name : String(value);
}
