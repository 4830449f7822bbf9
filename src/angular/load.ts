import { coreRuntime } from '../deferred.js';
import { oneShot } from '../one-shot.js';
import { adopt } from '../promise/adopt.js';
import { isAbortError } from '../state/rejections.js';
import { emit, Settlement, subscribe } from '../state/settlement.js';

/** What work gets: the argument of the loader of `deferredResource`, and `this` in the work of `deferredMutation`. */
export interface WorkContext {
  /** Aborts when the work is not wanted any more. */
  readonly abortSignal: AbortSignal;
}

/** A load or a call: the settlement that waits for some work, and that an abort ends. */
export class Load extends Settlement {
  override teardown = true as const;
  readonly context: WorkContext;

  /** The work, until it starts. */
  work: (() => unknown) | undefined;

  /** Whether a rejection comes from an abort: of it or of the deferred that it waits for, or one with an `AbortError`. */
  isAborted: boolean | undefined;

  /** What it waits for. */
  private source: unknown;

  constructor() {
    super(coreRuntime);
    const controller = new AbortController();
    this.context = { abortSignal: controller.signal };
    subscribe(this, {
      next: ({ value, args = [value] }) => {
        this.isAborted =
          this.left ||
          coreRuntime.settlementOf(this.source)?.left ||
          // A request has it behind its jqXHR.
          args[1] === 'abort' ||
          args.some(isAbortError);
        this.source = undefined;
        if (this.left) {
          controller.abort(value);
        }
      },
    });
  }

  /** Settles as a deferred or a promise does. */
  follow(source: unknown): void {
    const forward = emit.bind(undefined, this);
    this.source ??= source;
    subscribe(this, { next: adopt(this, source, forward, forward) });
  }

  /** Starts the work, unless it has started, and settles as that does. */
  start(): void {
    const { work } = this;
    this.work = undefined;
    if (work && !this.settled) {
      this.follow(oneShot(() => (this.source = work())).get());
    }
  }
}
