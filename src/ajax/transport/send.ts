import { sendByFetch } from './fetch.js';
import type { Transport } from './transport.js';
import { sendByXhr } from './xhr.js';

/** Sends a request by `XMLHttpRequest` where it exists, because that reports upload progress; otherwise by `fetch`. */
export const send: Transport = (request) => (typeof XMLHttpRequest === 'undefined' ? sendByFetch : sendByXhr)(request);
