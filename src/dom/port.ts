import { createEmission, type Emission, type EmissionKind } from '../state/emission.js';
import { channels } from './channels.js';

/** What carries the emissions of a request: a `MessagePort` or a `BroadcastChannel`. */
export interface Port {
  onmessage: ((event: PortEvent) => void) | null;
  onmessageerror: ((event: PortEvent) => void) | null;
  addEventListener(type: string, listener: (event: PortEvent) => void): void;
  readonly postMessage: (this: Port, message: unknown, options?: object) => void;
  close(): void;
}

/** A message, or what tells that none can be read: a message error or, in Node.js, the end of the other side. */
export interface PortEvent {
  readonly type?: string;
  readonly data?: unknown;
}

/** Calls a function with the messages of a port, and with what ends it. */
export function listen(port: Port, receive: (event: PortEvent) => void): void {
  port.onmessage = port.onmessageerror = receive;
  port.addEventListener('close', receive);
}

/**
 * Sends an emission. If it cannot be copied, the error aborts the work, and rejects on the other side. Node.js 20 copies
 * nothing of an exception of the platform, so its name is sent too.
 */
export function send(
  port: Port,
  kind: EmissionKind,
  args: unknown[],
  transfer?: object[],
  work?: AbortController,
): void {
  const [value, ...rest] = args;
  try {
    port.postMessage(value instanceof DOMException ? [kind, value.name, value.message, ...rest] : [kind, '', ...args], {
      transfer,
    });
  } catch (error) {
    work?.abort(error);
    // What is sent to a port that this side has closed is lost, and a `BroadcastChannel` throws.
    if (port.onmessage) {
      send(port, 'reject', [error]);
    }
  }
}

/** Reads an emission, if the data are one. */
export function read({ data }: PortEvent): Emission | undefined {
  if (!Array.isArray(data) || !channels.some(([, kind]) => kind === data[0])) {
    return undefined;
  }
  const [kind, name, ...args] = data as [EmissionKind, string, ...unknown[]];
  if (name) {
    args[0] = new DOMException(args[0] as string, name);
  }
  return createEmission(kind, undefined, args);
}
