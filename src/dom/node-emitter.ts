/* eslint-disable @typescript-eslint/no-unused-vars, @typescript-eslint/no-unnecessary-type-parameters --
   constants that are only declared, for their types, and functions that stand for those of Node.js */

/**
 * The events of an `EventEmitter<Events>` of `node:events`, with their arguments. Of a subclass, only names are known.
 *
 * @remarks
 * TypeScript infers the type argument only from the class itself: the methods of an emitter are generic, and nothing is
 * inferred from those. The class cannot be imported here, as pages have no `@types/node`. It is found through the global
 * `process`, if that is the one of Node.js.
 */
export type NodeEvents<TEmitter> =
  TEmitter extends NodeEmitter<infer TEvents>
    ? { [TName in keyof TEvents]: unknown extends TEvents[TName] ? unknown[] : TEvents[TName] }
    : unknown;

type NodeEmitter<TEvents extends Record<keyof TEvents, unknown[]>> = InstanceType<typeof events.EventEmitter<TEvents>>;

declare const events: ReturnType<typeof node.getBuiltinModule<'events'>>;

declare const node: typeof globalThis extends { process: infer TProcess }
  ? unknown extends TProcess
    ? NoNode
    : TProcess extends { getBuiltinModule(id: 'events'): { EventEmitter: unknown } }
      ? TProcess
      : NoNode
  : NoNode;

/** Stands for `process` where there is none. */
interface NoNode {
  getBuiltinModule<TId>(id: TId): { EventEmitter: new <TEvents>(events: TEvents) => unknown };
}
