export { EventError } from './event-error.js';
export { fromEvents } from './from-events.js';

export type {
  EmitterLike,
  EventFilters,
  EventName,
  EventNames,
  EventsOf,
  EventTargetLike,
  FailuresOf,
} from './event-types.js';
export type { FromEventsOptions } from './from-events.js';
export type { ListenerOptions } from './from-events.js';
export { animationsFinished, type AnimationsFinishedOptions } from './animations-finished.js';
export { bindState, type BindStateOptions } from './bind-state.js';
export { showDialog, type DialogResult, type ShowDialogOptions } from './show-dialog.js';
export { request } from './request.js';
export { serve } from './serve.js';

export type { AnyProtocol, Endpoint, EndpointOptions, Protocol, Serving } from './protocol.js';
export type { RequestOptions, RequestPromise } from './request.js';
export type { Answer, ServeHandlers, ServeContext } from './serve.js';
