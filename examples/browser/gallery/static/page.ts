/** Starts the page, as soon as a service worker answers its requests. */
import { fromEvents } from 'rx-deferred/dom';

import { find } from '../find.js';

async function startServiceWorker({ serviceWorker }: Navigator): Promise<void> {
  await serviceWorker.register('service-worker.js');
  const { active } = await serviceWorker.ready;
  if (serviceWorker.controller === null) {
    const controlled = fromEvents(serviceWorker, { done: 'controllerchange' });
    active?.postMessage('claim');
    await controlled;
  }
}

try {
  await startServiceWorker(navigator);
} catch {
  // There is none without https, in some private windows, and where it is switched off.
  find(document, '#no-service-worker', HTMLElement).hidden = false;
}
await import('../page.js');
