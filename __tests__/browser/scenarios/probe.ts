import type { Ajax, AjaxSettings, Get, GetJSON, JqXHR } from 'rx-deferred/ajax';

import { toPath, type Answer } from '../answer.js';

/** The functions under test: those of this package or of jQuery. */
export interface Library {
  readonly ajax: Ajax;
  readonly get: Get;
  readonly post: Get;
  readonly getJSON: GetJSON;
}

/** The targets of requests: the origin of the page and another one, each with the name of the run. */
export interface Place {
  readonly origin: string;
  readonly other: string;
}

export type Scenario = (probe: Probe) => unknown;

const codes = [
  0, 200, 201, 202, 203, 204, 205, 206, 304, 400, 401, 403, 404, 405, 409, 410, 418, 422, 429, 500, 502, 503,
];

/** Sends the requests of one scenario, and logs their results. */
export class Probe {
  readonly log: string[] = [];

  constructor(
    readonly library: Library,
    private readonly place: Place,
    private readonly name: string,
  ) {}

  /** Returns a URL of the origin of the page. */
  url(answer: Answer = {}): string {
    return `${this.place.origin}/${encodeURIComponent(this.name)}/${toPath(answer)}`;
  }

  /** Returns a URL of the other origin. */
  elsewhere(answer: Answer = {}): string {
    return `${this.place.other}/${encodeURIComponent(this.name)}/${toPath(answer)}`;
  }

  /** Waits until the server has seen a request. */
  async seen(): Promise<void> {
    await fetch(`${this.place.origin}/${encodeURIComponent(this.name)}/seen`);
  }

  /** Releases the answers that the server holds back. */
  async open(): Promise<void> {
    await fetch(`${this.place.origin}/${encodeURIComponent(this.name)}/open`);
  }

  /** Sends a request with every kind of callback, and waits for its end. */
  send(answer: Answer = {}, settings: AjaxSettings = {}): Promise<void> {
    return this.follow(this.library.ajax(this.url(answer), this.watched(settings)));
  }

  /** Returns settings with every kind of callback. */
  watched(settings: AjaxSettings = {}): AjaxSettings {
    return {
      success: this.on('success'),
      error: [this.on('error 1'), this.on('error 2')],
      complete: [this.on('complete 1'), this.on('complete 2')],
      statusCode: this.onStatus('statusCode option'),
      ...settings,
    };
  }

  /** Adds every kind of handler, and waits for the end. Then it adds them again, late. */
  follow(jqXHR: JqXHR): Promise<void> {
    this.note('sent', jqXHR.state(), jqXHR.readyState);
    this.addTo(jqXHR, '');
    return new Promise((resolve) => {
      jqXHR.always(() => {
        setTimeout(() => {
          this.note('over', jqXHR.state(), fieldsOf(jqXHR), headersOf(jqXHR));
          this.addTo(jqXHR, 'late ');
          resolve();
        });
      });
    });
  }

  /** Creates a handler that logs its calls. */
  on(name: string): (this: unknown, ...args: unknown[]) => void {
    const note = this.note.bind(this);
    return function (...args) {
      note(name, ...args, 'this:', this);
    };
  }

  onStatus(name: string): Record<number, () => void> {
    return Object.fromEntries(codes.map((code) => [code, this.on(`${name} ${String(code)}`)]));
  }

  note(name: string, ...values: unknown[]): void {
    this.log.push([name, ...values.map((value) => this.show(value))].join(' '));
  }

  private addTo(jqXHR: JqXHR, when: string): void {
    jqXHR
      .done(this.on(`${when}done`))
      .always(this.on(`${when}always`))
      .fail(this.on(`${when}fail`))
      .statusCode(this.onStatus(`${when}statusCode`));
  }

  private show(value: unknown): string {
    if (typeof value === 'string') {
      const text = value.replaceAll(this.place.origin, '').replaceAll(this.place.other, '').replace(/_=\d+/, '_=N');
      return text.length > 300 ? `${text.slice(0, 20)}… ${String(text.length)}` : JSON.stringify(text);
    }
    if (typeof value !== 'object' || value === null) {
      return String(value);
    }
    if ('getResponseHeader' in value) {
      return 'jqXHR';
    }
    if ('dataTypes' in value) {
      return 'settings';
    }
    if ('documentElement' in value) {
      return new XMLSerializer().serializeToString(value as Document);
    }
    // Errors are logged by name: their messages come from the platform, and their classes from another realm.
    return 'message' in value && 'name' in value ? String(value.name) : JSON.stringify(value);
  }
}

/** Returns the fields of a request, which can be read at any time. */
function fieldsOf({ readyState, status, statusText, responseText, responseJSON, responseXML }: JqXHR): unknown[] {
  const xml = responseXML && responseXML.documentElement.nodeName;
  const text = responseText !== undefined && responseText.length > 100 ? responseText.length : responseText;
  // The message of an error comes from the platform.
  return [readyState, status, statusText.replace(/(Error): .*/s, '$1'), text, responseJSON, xml];
}

/** Returns the headers of the response, without those that the platform sets. */
function headersOf(jqXHR: JqXHR): unknown[] {
  const all = jqXHR.getAllResponseHeaders();
  const own = all
    ?.split('\r\n')
    .filter((line) => /^(content-type|etag|x-)/.test(line))
    .sort();
  return [own, jqXHR.getResponseHeader('X-One'), jqXHR.getResponseHeader('x-missing')];
}
