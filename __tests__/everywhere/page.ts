import jQuery from 'jquery';
import { Deferred, isDeferred } from 'rx-deferred';
import { animationsFinished, bindState, showDialog } from 'rx-deferred/dom';
import { installDeferred } from 'rx-deferred/jquery';

import { run } from './program.js';

/** What only a page has: dialogs, animations, elements and a jQuery. */
async function runInPage(): Promise<Record<string, unknown>> {
  const dialog = document.body.appendChild(document.createElement('dialog'));
  const answer = showDialog(dialog);
  dialog.close('yes');

  const button = document.body.appendChild(document.createElement('button'));
  const saved = Deferred<string>();
  bindState(button, saved);
  const states = [button.disabled, button.dataset['state']];
  saved.resolve('saved');
  states.push(button.disabled, button.dataset['state']);

  const animation = button.animate({ opacity: [0, 1] }, 20);
  const [finished] = await animationsFinished(button);

  Object.assign(globalThis, { jQuery });
  await import('./auto.js');
  const ours = jQuery.Deferred();
  installDeferred(jQuery)();
  const jQuerys = [ours, jQuery.Deferred()].map((d) => isDeferred(d));

  return { dialog: await answer, states, animation: finished === animation, jQuerys };
}

Object.assign(globalThis, {
  results: run({ origin: location.origin }).then(async (results) => ({ ...results, page: await runInPage() })),
});
