export { traceDeferreds } from './trace-deferreds.js';

export type {
  AddedEvent,
  CalledEvent,
  CreatedEvent,
  NotifiedEvent,
  ReturnedEvent,
  SettledEvent,
  ThrewEvent,
  TracedHandler,
  TraceEvent,
} from './events.js';
export type { TraceOptions } from './trace-deferreds.js';
