import { expected } from '../base/errors.js';
import { isFunction } from '../base/guards.js';
import { createEmission, Emission } from '../state/emission.js';
import { emit } from '../state/settlement.js';
import type { AbortablePromise } from '../to-deferred.js';
import { abortable } from './abortable.js';
import { lookAtAll, watch } from './watch.js';

/** The options of `showDialog`. */
export interface ShowDialogOptions<TForm extends boolean = boolean> {
  /** Closes the dialog, and rejects with its reason. */
  readonly signal?: AbortSignal | null | undefined;

  /** Whether to open it with `showModal()`, the default, or with `show()`. */
  readonly modal?: boolean | undefined;

  /**
   * Whether to resolve with the data of a form too, as they are when the dialog has closed: those of the first form in
   * the dialog.
   */
  readonly formData?: TForm | undefined;
}

/** The arguments that a dialog resolves with. */
export type DialogResult<TForm extends boolean> = TForm extends true
  ? [returnValue: string, formData: FormData]
  : [returnValue: string];

/**
 * Opens a dialog, and waits until it closes.
 *
 * @param dialog - A `<dialog>` in the document. One that is open in the same way already is waited for.
 * @param options - `modal: false` opens it without a backdrop. `formData: true` adds the data of its form. `signal`
 * closes it.
 * @returns A promise with an `abort(reason?)` method, which closes the dialog, for others that wait for it too. So does
 * its last consumer that leaves by `until`. It resolves with the `returnValue`, and rejects with an `AbortError` when the
 * dialog is dismissed.
 * @throws TypeError if `dialog` is no dialog, or if the signal is not an `AbortSignal`. The `InvalidStateError` of the
 * platform, if the dialog is in no document, is open in the other way, or is a popover that is shown.
 * @remarks
 * It is dismissed if it closes without a value: by Escape, `close()`, a button that has none, or, with
 * `closedby="any"`, a click beside it. A value comes from a button of a form with `method="dialog"`, from
 * `close(value)`, or from a `command`. The value of the time before does not count, but the platform takes Escape for the
 * value of a `requestClose(value)` that was prevented before. It is also dismissed when it leaves the document or loses
 * its attribute `open`, but not when it is moved or hidden.
 *
 * Settles in a microtask after it has closed, before its event `close`. The focus is then back where it was. If this
 * function opens it again in the same turn, the promises of the time before settle first. If the signal has already
 * aborted, it is not opened.
 *
 * @see {@link https://html.spec.whatwg.org/multipage/interactive-elements.html#the-dialog-element | The dialog element}
 * @example
 * ```ts
 * import { showDialog } from 'rx-deferred/dom';
 *
 * const dialog = document.body.appendChild(document.createElement('dialog'));
 * dialog.innerHTML = `
 *   <form method="dialog">
 *     <input name="title" value="Notes">
 *     <button value="save">Save</button>
 *     <button>Cancel</button>
 *   </form>`;
 * const log: unknown[] = [];
 * const answer = showDialog(dialog, { formData: true });
 * answer.done((value, data) => log.push(value, data.get('title')));
 *
 * dialog.querySelector('button')?.click();
 *
 * await answer; // => 'save'
 * log; // => ['save', 'Notes']
 * ```
 */
export function showDialog<TForm extends boolean = false>(
  dialog: HTMLDialogElement,
  options?: ShowDialogOptions<TForm>,
): AbortablePromise<DialogResult<TForm>, DOMException, never>;
export function showDialog(dialog: HTMLDialogElement, options: ShowDialogOptions = {}): unknown {
  if (!isFunction((dialog as Partial<HTMLDialogElement> | null | undefined)?.showModal)) {
    throw expected('dialog', 'a dialog', dialog);
  }
  const { modal = true, formData } = options;

  return abortable(options, (settlement) => {
    // The value of those that have closed is about to be replaced.
    lookAtAll();
    dialog.returnValue = '';
    if (modal) {
      dialog.showModal();
    } else {
      dialog.show();
    }
    // Listeners of its events may have prevented that it opens, or closed it.
    const stop = watch(dialog, (hasLeft) => {
      const { open, returnValue } = dialog;
      if (hasLeft || !open) {
        emit(
          settlement,
          returnValue
            ? createEmission(
                'resolve',
                undefined,
                formData ? [returnValue, new FormData(dialog.querySelector('form') ?? undefined)] : [returnValue],
              )
            : new Emission('reject', undefined, new DOMException('The dialog was dismissed', 'AbortError')),
        );
      }
    });
    return () => {
      stop();
      if (settlement.left) {
        dialog.close();
      }
    };
  });
}
