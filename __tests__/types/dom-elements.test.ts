import { Deferred, toDeferred, type AbortablePromise, type Completion, type DeferredPromise } from 'rx-deferred';
import { get } from 'rx-deferred/ajax';
import { animationsFinished, bindState, showDialog, type DialogResult } from 'rx-deferred/dom';

import { compiles, typeOf } from './expect-type.js';

declare const dialog: HTMLDialogElement;
declare const element: SVGElement;

describe('the types of showDialog()', () => {
  compiles('have the value, and the data of the form only where they are asked for', async () => {
    typeOf(showDialog(dialog)).is<AbortablePromise<[returnValue: string], DOMException, never>>();
    typeOf(showDialog(dialog, { modal: false })).is<AbortablePromise<[returnValue: string], DOMException, never>>();
    typeOf(showDialog(dialog, { formData: false })).is<AbortablePromise<[returnValue: string], DOMException, never>>();
    typeOf(showDialog(dialog, { formData: true, signal: null })).is<
      AbortablePromise<[returnValue: string, formData: FormData], DOMException, never>
    >();
    showDialog(dialog, { formData: true }).done((value, data) => {
      typeOf(value).is<string>();
      typeOf(data).is<FormData>();
    });
    // @ts-expect-error there are no data
    showDialog(dialog).done((value: string, data: FormData) => [value, data]);
    showDialog(dialog).fail((error) => typeOf(error.name).is<string>());
    typeOf(await showDialog(dialog)).is<string>();
    return toDeferred(showDialog(dialog));
  });

  compiles('have either for an option that is not known', (withData = dialog.open) => {
    typeOf(showDialog(dialog, { formData: withData })).is<
      AbortablePromise<[returnValue: string] | [returnValue: string, formData: FormData], DOMException, never>
    >();
    typeOf<DialogResult<boolean>>().is<[returnValue: string] | [returnValue: string, formData: FormData]>();
  });

  compiles('want a dialog', () => {
    // @ts-expect-error it may be missing
    showDialog(document.querySelector('dialog'));
    // @ts-expect-error it is another element
    showDialog(document.body);
    // @ts-expect-error there is no such option
    return showDialog(dialog, { value: 'save' });
  });
});

describe('the types of animationsFinished()', () => {
  compiles('have the animations and the progress of when.all', async () => {
    typeOf(animationsFinished(element)).is<DeferredPromise<[animations: Animation[]], DOMException, Completion>>();
    typeOf(await animationsFinished(document, { signal: AbortSignal.timeout(9) })).is<Animation[]>();
    animationsFinished(element.animate([], 9), { subtree: false }).progress(({ completed, total }) =>
      typeOf([completed, total] as const).is<readonly [number, number]>(),
    );
    // @ts-expect-error it only waits
    const abortable: AbortablePromise = animationsFinished(element);
    // @ts-expect-error a window has no animations
    return [animationsFinished(window), abortable];
  });
});

describe('the types of bindState()', () => {
  compiles('take any element, any deferred and any promise of this package, and a progress bar', () => {
    typeOf(bindState(element, Deferred<void, Error, number>())).is<() => void>();
    bindState(document.body, get('/user'), { progress: document.querySelector('progress') });
    bindState(element, showDialog(dialog));
    // @ts-expect-error a native promise has no state to read
    bindState(element, Promise.resolve(1));
    // @ts-expect-error it is no progress bar
    return bindState(element, Deferred(), { progress: element });
  });
});
