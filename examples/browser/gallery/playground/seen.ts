import type { TraceEvent, TracedHandler } from 'rx-deferred/trace';

import type { Kind } from '../track.js';
import { has } from './libraries.js';
import { isAdd, type Send, type Step } from './script.js';
import type { Line, Session } from './session.js';

/** What has been seen of a line: of our own deferred by the trace, and of others by what the handlers log. */
export interface Seen {
  readonly step: Step;
  readonly sent: Kind | undefined;
  readonly calls: readonly SeenCall[];
}

export interface SeenCall {
  readonly name: string;
  readonly value: unknown;
  readonly isReplay: boolean;
  readonly isLater: boolean;
  readonly hasThrown: boolean;
}

type StepLine = Line & { readonly step: Step };

export function see(session: Session): Seen[] {
  const lines = session.lines.filter((line): line is StepLine => line.step !== undefined);
  return session.isTraced ? fromTrace(lines) : fromLog(session, lines);
}

/** The name of a handler is that of the line that has added it. */
function fromTrace(lines: readonly StepLine[]): Seen[] {
  const names = new Map<TracedHandler, string>();
  return lines.map(({ step, events }) => {
    const calls: SeenCall[] = [];
    let sent: Kind | undefined;
    for (const event of events) {
      switch (event.type) {
        case 'added':
          names.set(event.handler, isAdd(step) ? step.name : '');
          break;
        case 'called': {
          const name = names.get(event.handler) ?? '';
          const hasThrown = events.some((other) => other.type === 'threw' && other.handler === event.handler);
          calls.push({ name, value: event.args[0], isReplay: event.replay, isLater: false, hasThrown });
          break;
        }
        case 'notified':
        case 'settled':
          sent = kindOf(event);
          break;
      }
    }
    return { step, sent, calls };
  });
}

const kindOf = (event: Extract<TraceEvent, { type: 'notified' | 'settled' }>): Kind =>
  event.type === 'notified' ? 'notify' : event.aborted ? 'abort' : event.state === 'resolved' ? 'resolve' : 'reject';

function fromLog({ library }: Session, lines: readonly StepLine[]): Seen[] {
  let hasSettled = false;
  const throwers = new Set<string>();
  return lines.map(({ step, calls }) => {
    if (isAdd(step) && step.throws) {
      throwers.add(step.name);
    }
    const sent = isAdd(step) || hasSettled || !has(library, step) ? undefined : step.type;
    hasSettled ||= sent !== undefined && sent !== 'notify';
    return {
      step,
      sent,
      calls: calls.map((call) => ({
        ...call,
        isReplay: isAdd(step) && !call.isLater,
        hasThrown: throwers.has(call.name),
      })),
    };
  });
}

/** The line that settled, and its step. */
export const settlementIn = (seen: readonly Seen[]): (Seen & { readonly step: Send }) | undefined =>
  seen.find((each): each is Seen & { step: Send } => each.sent !== undefined && each.sent !== 'notify');
