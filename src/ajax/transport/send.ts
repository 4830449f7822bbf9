import { sendByFetch } from './fetch.js';
import type { Transport } from './transport.js';
import { sendByXhr } from './xhr.js';

/** Sends by `XMLHttpRequest` where there is one, since it reports upload progress, and otherwise by `fetch`. */
export const send: Transport = (request) => (typeof XMLHttpRequest === 'undefined' ? sendByFetch : sendByXhr)(request);
