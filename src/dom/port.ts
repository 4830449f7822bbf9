import { isObject } from '../base/guards.js';
import { abort } from '../promise/abort.js';
import { createEmission, type Emission, type EmissionKind } from '../state/emission.js';
import type { Settlement } from '../state/settlement.js';
import type { Failure } from './line.js';
import { key } from './protocol.js';

/** What carries the emissions of a request: a `MessagePort` or a `BroadcastChannel`. */
export interface Port {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  onmessageerror: ((event: Failure) => void) | null;
  addEventListener(type: string, listener: (event: Failure) => void): void;
  postMessage(message: unknown, options?: object): void;
  close(): void;
}

const kinds: readonly unknown[] = ['resolve', 'reject', 'notify'] satisfies EmissionKind[];

/** Sends an emission of a settlement. If it cannot be copied, this rejects on both sides. */
export function send(
  settlement: Settlement,
  port: Port,
  { kind, value, args = [value] }: Emission,
  transfer: readonly object[] = [],
): void {
  try {
    port.postMessage([kind, ...args.map(pack)], { transfer });
  } catch (error) {
    port.postMessage(['reject', pack(error)]);
    abort(settlement, error);
  }
}

/** Reads an emission, if the data are one. */
export function read(data: unknown): Emission | undefined {
  return Array.isArray(data) && kinds.includes(data[0])
    ? createEmission(data[0] as EmissionKind, undefined, data.slice(1).map(unpack))
    : undefined;
}

/** Wraps an exception of the platform. Node.js 20 copies nothing of it. */
function pack(value: unknown): unknown {
  return value instanceof DOMException ? { [key]: [value.message, value.name] } : value;
}

function unpack(value: unknown): unknown {
  const parts = isObject(value) && Object.hasOwn(value, key) && value[key];
  return Array.isArray(parts) ? new DOMException(...(parts as string[])) : value;
}
